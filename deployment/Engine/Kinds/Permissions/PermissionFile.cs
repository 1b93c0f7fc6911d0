using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Files;
using Layercake.Engine.Kinds.Model;

namespace Layercake.Engine.Kinds.Permissions;

/// <summary>What a file of <c>permissions/</c> is about: a declared file, or a folder of such.</summary>
/// <param name="declared">Everything that Git declares for the environment.</param>
internal sealed class PermissionFile(IReadOnlyDictionary<string, AssetKind> kinds, IReadOnlyList<Declaration> declared)
{
    /// <summary>What such a list may be about, for suggestions; in the folder that the text begins with, if it is that of a kind.</summary>
    public IEnumerable<string> Known(string text) =>
        declared
            .Where(declaration => kinds[declaration.Kind].PathOf(declaration) is not null)
            .Where(declaration => declaration.Kind == Split(text).Folder || !kinds.ContainsKey(Split(text).Folder))
            .SelectMany(file => new[] { $"{file.Kind}/{Path.ChangeExtension(file.Name, null)}", $"{file.Kind}/{file.Name}" });

    /// <summary>The file or folder below the folder of its kind: <c>notebooks/etl</c>, <c>notebooks</c>; null when there is none.</summary>
    /// <param name="text">With a slash at the end it is the folder, where a file is called alike.</param>
    public PermissionPlace? Find(string text)
    {
        var (folder, name) = Split(text);
        if (!kinds.TryGetValue(folder, out var kind) || kind is not FileKind files)
            return null;

        var ofKind = declared.Where(declaration => declaration.Kind == folder).ToList();
        var file =
            ofKind.Find(declaration => declaration.Name == name)
            ?? ofKind.Find(declaration => Path.ChangeExtension(declaration.Name, null) == name);
        var below = ofKind.Where(declaration => name.Length == 0 || declaration.Name.StartsWith($"{name}/", StringComparison.Ordinal));
        IReadOnlyList<string> inside = [.. below.Select(declaration => declaration.Asset)];
        if (file is not null && !(text.EndsWith('/') && inside.Count > 0))
            return new PermissionPlace(folder, file.Name, kind.PathOf(file)!, [file.Asset]);

        return inside.Count == 0
            ? null
            : new PermissionPlace(folder, name, name.Length == 0 ? files.Root : $"{files.Root}/{name}", inside);
    }

    private static (string Folder, string Name) Split(string text) =>
        text.Trim('/').Split('/', 2) is [var folder, var name] ? (folder, name) : (text.Trim('/'), "");
}

/// <param name="Path">In the workspace.</param>
/// <param name="Files">The declared files that it is, or that are in it.</param>
internal sealed record PermissionPlace(string Kind, string Name, string Path, IReadOnlyList<string> Files)
{
    public static PermissionType Type { get; } = new("", "CAN_READ", "CAN_RUN", "CAN_EDIT", PermissionType.Manager);
}
