using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Kinds.Permissions;
using Layercake.Engine.Memory;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Planning;

/// <summary>
/// Permission lists that were deployed, and that Git no longer has although it still has their objects. An empty list stands for each, so
/// that what was given is taken back.
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
        foreach (var entry in manifest.Entries.Values.OrderBy(entry => entry.Asset, StringComparer.Ordinal))
            if (
                kinds.GetValueOrDefault(entry.Kind)?.IsPart == true
                && !assets.Contains(entry.Asset)
                && entry.Declared[AccessList.Field] is JObject { Count: > 0 }
                && Objects(entry, declared, kinds) is [var first, ..] objects
            )
                yield return new Declaration
                {
                    Kind = entry.Kind,
                    Name = entry.Name,
                    File = entry.File ?? first.File,
                    FullPath = first.FullPath,
                    Content = new JObject(entry.Declared) { [AccessList.Field] = new JObject() },
                    BelongsTo = [.. objects.Select(declaration => declaration.Asset)],
                };
    }

    /// <summary>What Git still declares of what the list was for.</summary>
    private static IReadOnlyList<Declaration> Objects(
        ManifestEntry entry,
        IReadOnlyList<Declaration> declared,
        IReadOnlyDictionary<string, AssetKind> kinds
    )
    {
        if ((string?)entry.Declared[PermissionKind.PathField] is not { } path)
            return [.. declared.Where(declaration => declaration.Asset == entry.Name)];

        return
        [
            .. declared.Where(declaration =>
                kinds[declaration.Kind].PathOf(declaration) is { } place
                && (place == path || place.StartsWith($"{path}/", StringComparison.Ordinal))
            ),
        ];
    }
}
