using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Memory;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Planning;

/// <summary>
/// Parts of objects that were deployed, such as permission lists, and that Git no longer has although it still has their objects; also
/// those that a deployment only began to write. An empty one stands for each, so that what was given is taken back. What someone else did,
/// such as publish a dashboard, is not undone.
/// </summary>
internal static class WithdrawnParts
{
    public static IEnumerable<Declaration> Of(
        Manifest manifest,
        IReadOnlyList<Declaration> declared,
        IReadOnlyDictionary<string, AssetKind> kinds
    )
    {
        var assets = declared.Select(declaration => declaration.Asset).ToHashSet(StringComparer.Ordinal);
        foreach (var asset in manifest.Entries.Keys.Union(manifest.Announced.Keys).Order(StringComparer.Ordinal))
            if (
                !assets.Contains(asset)
                && AssetId.Parse(asset) is var id
                && kinds.GetValueOrDefault(id.Kind) is PartKind part
                && AnnouncedEntries.Last(manifest, part, id, wanted: null) is { } entry
                && IsTakenBack(part, entry)
                && part.ObjectsOf(entry, declared, kinds) is [var first, ..] objects
            )
                yield return new Declaration
                {
                    Kind = entry.Kind,
                    Name = entry.Name,
                    File = entry.File ?? first.File,
                    FullPath = first.FullPath,
                    Content = new JObject(entry.Declared) { [part.Field] = new JObject() },
                    BelongsTo = [.. objects.Select(declaration => declaration.Asset)],
                    IsWithdrawn = true,
                };
    }

    /// <summary>Whether what was given is taken back once no file has it.</summary>
    /// <param name="last">What the last deployment declared, with what runs announced that were cut short.</param>
    public static bool IsTakenBack(PartKind part, ManifestEntry last) =>
        !(part.RunsOnChange && last.Adopted) && last.Declared[part.Field] is JObject { Count: > 0 };
}
