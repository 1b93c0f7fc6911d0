using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Kinds.References;
using Layercake.Engine.Memory;
using Layercake.Engine.Secrets;
using Layercake.Rest;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Planning;

/// <summary>What someone changed of an object since its last deployment, by what the manifest remembers.</summary>
internal static class ObjectEdits
{
    /// <summary>
    /// Whether the workspace holds what the last deployment left, although the service may give it back in another form by now.
    /// </summary>
    public static bool IsUntouched(ManifestEntry? entry, LiveAsset? live) =>
        entry is { Unread: false, Etag: { } etag } && live?.Etag == etag;

    /// <returns>The paths of the fields that someone changed.</returns>
    public static IReadOnlyList<string> Of(AssetKind kind, ManifestEntry entry, LiveAsset live)
    {
        if (IsUntouched(entry, live))
            return [];

        var mask = Mask(kind, entry);
        var last = mask.LastDeclared();
        return
        [
            .. FieldDiff
                .Between(last, Shaped(Masked(kind, entry, live)), new LastDeployed(last, Shaped(mask.Baseline(Shaped))), kind.Rules)
                .Select(field => field.Path),
        ];

        JObject Shaped(JObject document) => kind.InShapeOf(entry.Declared, document);
    }

    /// <summary>
    /// Whether the object has all that is declared, as far as that can be told without the ids of what it refers to and the values of
    /// secrets.
    /// </summary>
    public static bool IsAsDeclared(AssetKind kind, Declaration declaration, LiveAsset live)
    {
        var wanted = (JObject)SecretText.Shown(declaration.Content).DeepClone();
        var hidden = AssetReferences
            .In(kind.Name, wanted)
            .Select(reference => reference.Token)
            .Concat(SecretText.In(wanted).Where(use => use.Text.HasReferences).Select(use => use.Token))
            .ToList();
        foreach (var value in hidden)
            if (live.State.SelectToken(value.Path) is { } held)
                value.Replace(held.DeepClone());

        return FieldDiff
            .Between(wanted, kind.InShapeOf(wanted, live.State), null, kind.Rules)
            .All(field => field.New is null);
    }

    /// <summary>The digest of what the workspace holds, with no more of its secrets than the manifest remembers.</summary>
    public static string Fingerprint(AssetKind kind, ManifestEntry entry, LiveAsset live) => JsonValues.Digest(Masked(kind, entry, live));

    /// <summary>The same for an object that the manifest does not know: a value is taken for a secret by the name of its field.</summary>
    public static string FingerprintOfUnrecorded(LiveAsset live) => JsonValues.Digest(Redaction.Blanked(live.State));

    private static JObject Masked(AssetKind kind, ManifestEntry entry, LiveAsset live) =>
        Mask(kind, entry).Live(live.State, state => kind.InShapeOf(entry.Declared, state));

    private static SecretMask Mask(AssetKind kind, ManifestEntry entry) => new(ResolvedSecrets.None, kind.Rules, entry.Declared, entry);
}
