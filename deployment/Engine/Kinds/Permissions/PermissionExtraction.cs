using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Files;
using Layercake.Engine.Kinds.Model;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Permissions;

/// <summary>Takes the permission lists out of what Git declares and makes each an asset of its own.</summary>
/// <param name="declared">Everything that Git declares for the environment, with the names it has there.</param>
internal sealed class PermissionExtraction(
    IReadOnlyDictionary<string, AssetKind> kinds,
    IReadOnlyList<Declaration> declared,
    ICollection<Finding> findings
)
{
    private const string Kind = "permissions";

    /// <summary>The declarations without their lists, and then the lists.</summary>
    public IReadOnlyList<Declaration> Split()
    {
        var objects = new List<Declaration>();
        var lists = new List<Declaration>();
        foreach (var declaration in declared)
            if (declaration.Kind == Kind)
                lists.AddRange(OfFile(declaration));
            else
            {
                objects.Add(declaration);
                if (kinds[declaration.Kind].Permissions is { } type && declaration.Content.ContainsKey(AccessList.Field))
                    lists.AddRange(InFile(declaration, type));
            }

        return [.. objects, .. lists.OrderBy(list => list.Name, StringComparer.Ordinal)];
    }

    /// <summary>The list in the file of its object; the declaration loses it.</summary>
    private IEnumerable<Declaration> InFile(Declaration declaration, PermissionType type)
    {
        var check = new PermissionCheck(declaration, findings);
        var list = check.Read(declaration.Content, type);
        declaration.Content.Remove(AccessList.Field);
        var mode = declaration.Content[AccessList.Mode];
        declaration.Content.Remove(AccessList.Mode);
        if (list is not null)
            yield return Of(declaration, declaration.Asset, new JObject { [declaration.Kind] = declaration.Name }, list, mode) with
            {
                BelongsTo = [declaration.Asset],
            };
    }

    /// <summary>A file of <c>permissions/</c>, for a file or folder.</summary>
    private IEnumerable<Declaration> OfFile(Declaration declaration)
    {
        var check = new PermissionCheck(declaration, findings);
        var list = check.Read(declaration.Content, Place.Type);
        check.CheckFields(declaration.Content);
        if (PlaceOf(declaration.Name) is not { } place)
            check.NoSuchObject(Known());
        else if (list is not null)
            yield return Of(
                declaration,
                $"{place.Kind}.{place.Name}",
                new JObject { [PermissionKind.PathField] = place.Path },
                list,
                declaration.Content[AccessList.Mode]
            ) with
            {
                BelongsTo = place.Files,
            };
    }

    private static Declaration Of(Declaration source, string name, JObject content, JObject list, JToken? mode)
    {
        content[AccessList.Field] = list;
        if (mode is not null)
            content[AccessList.Mode] = mode;

        return source with { Kind = Kind, Name = name, Content = content };
    }

    private IEnumerable<string> Known() =>
        Files().SelectMany(file => new[] { $"{file.Kind}/{Path.ChangeExtension(file.Name, null)}", $"{file.Kind}/{file.Name}" });

    private IEnumerable<Declaration> Files() => declared.Where(declaration => kinds[declaration.Kind].PathOf(declaration) is not null);

    /// <summary>The file or folder below the folder of its kind: <c>notebooks/etl</c>, <c>notebooks</c>.</summary>
    private Place? PlaceOf(string text)
    {
        var path = text.Trim('/');
        var end = path.IndexOf('/', StringComparison.Ordinal);
        var (folder, name) = end < 0 ? (path, "") : (path[..end], path[(end + 1)..]);
        if (!kinds.TryGetValue(folder, out var kind) || kind is not FileKind files)
            return null;

        var ofKind = declared.Where(declaration => declaration.Kind == folder).ToList();
        var file =
            ofKind.Find(declaration => declaration.Name == name)
            ?? ofKind.Find(declaration => Path.ChangeExtension(declaration.Name, null) == name);
        if (file is not null)
            return new Place(folder, file.Name, kind.PathOf(file)!, [file.Asset]);

        var below = ofKind.Where(declaration => name.Length == 0 || declaration.Name.StartsWith($"{name}/", StringComparison.Ordinal));
        IReadOnlyList<string> inside = [.. below.Select(declaration => declaration.Asset)];
        return inside.Count == 0 ? null : new Place(folder, name, name.Length == 0 ? files.Root : $"{files.Root}/{name}", inside);
    }

    /// <param name="Files">The declared files that it is, or that are in it.</param>
    private sealed record Place(string Kind, string Name, string Path, IReadOnlyList<string> Files)
    {
        public static PermissionType Type { get; } = new("", "CAN_READ", "CAN_RUN", "CAN_EDIT", PermissionType.Manager);
    }
}
