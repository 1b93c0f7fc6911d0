using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Memory;
using Layercake.Engine.Secrets;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Planning;

/// <summary>What someone changed of an object since its last deployment, by what the manifest remembers.</summary>
internal static class ObjectEdits
{
    /// <returns>The paths of the fields that someone changed.</returns>
    public static IReadOnlyList<string> Of(AssetKind kind, ManifestEntry entry, LiveAsset live)
    {
        var last = Mask(kind, entry).LastDeclared();
        return
        [
            .. FieldDiff
                .Between(last, Shaped(Masked(kind, entry, live)), new LastDeployed(last, Shaped(entry.Baseline)), kind.Rules)
                .Select(field => field.Path),
        ];

        JObject Shaped(JObject document) => kind.InShapeOf(entry.Declared, document);
    }

    /// <summary>What the workspace holds, and of its secrets no more than the manifest remembers.</summary>
    public static JObject Masked(AssetKind kind, ManifestEntry entry, LiveAsset live) =>
        Mask(kind, entry).Live(live.State, state => kind.InShapeOf(entry.Declared, state));

    private static SecretMask Mask(AssetKind kind, ManifestEntry entry) => new(ResolvedSecrets.None, kind.Rules, entry.Declared, entry);
}
