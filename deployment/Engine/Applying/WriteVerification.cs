using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Planning;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Applying;

/// <summary>Compares what was sent with what the service holds after the write.</summary>
internal static class WriteVerification
{
    public static async Task<LiveAsset?> TryReadAsync(
        RemoteKind kind,
        Declaration declaration,
        string id,
        JObject sent,
        CancellationToken ct
    ) => (await kind.ReadAfterWriteAsync([new WrittenAsset(declaration, id, sent)], ct)).Found is [var held] ? held : null;

    /// <summary>The fields whose value at the service differs from what was sent.</summary>
    public static IReadOnlyList<FieldChange> Differences(AssetKind kind, JObject sent, LiveAsset held) =>
        [
            .. FieldDiff
                .Between(sent, kind.InShapeOf(sent, held.State), null, kind.Rules)
                .Where(field => field.New is not null && !(field.Old is not null && kind.Rules.IsWriteOnly(field.Path))),
        ];

    /// <summary>Whether the write had no effect: the object is gone, or exactly as it was before.</summary>
    /// <param name="before">The object when the plan was made; null when there was none.</param>
    public static bool ShowsNothing(AssetKind kind, Change change, WrittenAsset written, LiveAsset? held, LiveAsset? before) =>
        held is null
        || (
            change.Action == ChangeAction.Update
            && before is not null
            && kind.PathOf(written.Declaration) is null
            && (
                JToken.DeepEquals(before.State, held.State) && Differences(kind, written.Sent, held).Count > 0
                || change.Fields.Any(field => field.New is not null && IsUnwritten(kind, field.Path, written, held, before))
            )
        );

    /// <summary>Whether a field that is never returned is still what it was before the write.</summary>
    private static bool IsUnwritten(AssetKind kind, string path, WrittenAsset written, LiveAsset held, LiveAsset before)
    {
        return kind.Rules.IsWriteOnly(path)
            && At(before) is JValue then
            && !kind.Rules.IsSilentMark(path, then)
            && JToken.DeepEquals(then, At(held));

        JToken? At(LiveAsset asset) => FieldPath.Find(kind.InShapeOf(written.Declaration.Content, asset.State), path, kind.Rules);
    }
}
