using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Model;

namespace Layercake.Engine.Loading;

/// <summary>
/// Folders beside those of the kinds whose names are nearly theirs, such as <c>cluster/</c>. Other capitals alone are found where a kind's
/// folder is missing.
/// </summary>
internal static class MisspeltFolders
{
    public static void Check(AssetsFolder assets, IReadOnlyList<AssetKind> kinds, ICollection<Finding> findings)
    {
        if (!Directory.Exists(assets.Root))
            return;

        foreach (var path in FileReading.Try(".", findings, () => Directory.GetDirectories(assets.Root)) ?? [])
        {
            var name = Path.GetFileName(path);
            if (FolderWalk.IsTools(name) || assets.Ignored.Find(name, isFolder: true) is not null)
                continue;
            if (KindSuggestion.Of(name, kinds) is { } near && !IsMeant(name, near))
                findings.Add(
                    new Finding
                    {
                        Severity = Severity.Warning,
                        Code = "FIL007",
                        File = name,
                        Message = $"Nothing is deployed from this folder. Did you mean {near}/?",
                    }
                );
        }
    }

    /// <summary>Who adds something to the name, as in <c>jobs-old</c>, wants another folder.</summary>
    private static bool IsMeant(string name, string near) => name.StartsWith(near, StringComparison.OrdinalIgnoreCase);
}
