using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Planning;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Applying;

/// <summary>Compares what was sent with what the service holds afterwards.</summary>
internal static class WriteVerification
{
    public static async Task<LiveAsset?> TryReadAsync(
        AssetKind kind,
        Declaration declaration,
        string id,
        JObject sent,
        CancellationToken ct
    ) => (await kind.ReadAfterWriteAsync([new WrittenAsset(declaration, id, sent)], ct)).Found is [var held] ? held : null;

    /// <summary>The fields that were sent and of which the service holds something else.</summary>
    public static IReadOnlyList<FieldChange> Differences(AssetKind kind, JObject sent, LiveAsset held) =>
        [.. FieldDiff.Between(sent, kind.InShapeOf(sent, held.State), null, kind.Rules).Where(field => field.New is not null)];

    /// <summary>Whether the write left no trace: the object is gone, or it is to the letter what it was before.</summary>
    /// <param name="before">What the workspace held when the plan was made; null when there was nothing.</param>
    public static bool ShowsNothing(AssetKind kind, Change change, WrittenAsset written, LiveAsset? held, LiveAsset? before) =>
        held is null
        || (
            change.Action == ChangeAction.Update
            && before is not null
            && kind.PathOf(written.Declaration) is null
            && JToken.DeepEquals(before.State, held.State)
            && Differences(kind, written.Sent, held).Count > 0
        );
}
