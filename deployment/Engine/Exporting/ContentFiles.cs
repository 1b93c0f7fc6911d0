using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Model;

namespace Layercake.Engine.Exporting;

/// <summary>Decides what happens to the files of a kind that is a tree of files.</summary>
internal sealed class ContentFiles(AssetKind kind, ExportRequest request)
{
    public IEnumerable<ExportDecision> Decide(IReadOnlyList<ExportDraft> drafts)
    {
        var sameName = drafts
            .Where(draft => draft.Found is FoundContent { Refusal: null })
            .GroupBy(draft => draft.Name, StringComparer.OrdinalIgnoreCase)
            .Where(group => group.Count() > 1)
            .SelectMany(group => group)
            .ToHashSet();
        foreach (var draft in drafts)
        {
            var found = (FoundContent)draft.Found;
            if (found.Refusal is { } refusal)
                draft.Warn(found.RefusalCode, $"{found.Id} is not exported: {refusal}.");
            else if (!draft.Failed)
                CheckName(draft, found, sameName.Contains(draft));

            yield return found.Refusal is not null || draft.Failed
                ? new ExportDecision(draft.As(found.Declared?.File, ExportAction.Kept))
                : Decide(draft, found);
        }
    }

    private ExportDecision Decide(ExportDraft draft, FoundContent found)
    {
        var file = $"{kind.Name}/{draft.Name}";
        var path =
            found.Declared is { } declared && declared.Name == draft.Name ? declared.FullPath : Path.Combine(request.Assets.Root, file);
        var local = File.Exists(path) ? File.ReadAllBytes(path) : null;
        if (local is not null && found.IsSame(local, draft.Content!))
        {
            var isOnDisk = local.AsSpan().SequenceEqual(draft.Content);
            return new ExportDecision(draft.As(file, ExportAction.Unchanged))
            {
                Content = isOnDisk ? draft.Content : null,
                IsOnDisk = isOnDisk,
            };
        }

        return new ExportDecision(draft.As(file, local is null ? ExportAction.Added : ExportAction.Changed))
        {
            Content = draft.Content,
            Replaces = found.Declared is { } other && other.Name != draft.Name ? other.File : null,
        };
    }

    /// <summary>The file has the name of the object, so a name that no file can have is an error.</summary>
    private static void CheckName(ExportDraft draft, FoundContent found, bool hasSameName)
    {
        var parts = draft.Name.Split('/');
        if (hasSameName)
            draft.Fail(
                "EXP005",
                $"{found.Id} and another object become files whose names differ in upper and lower case only, or not at all, and "
                    + $"not every system can tell those apart. Rename one of them in the workspace."
            );
        else if (
            parts.Any(part =>
                part.Length == 0
                || part[0] == '.'
                || FolderWalk.IsLitter(part)
                || part.Any(char.IsControl)
                || (OperatingSystem.IsWindows() && !FileNames.IsPortable(part))
            )
        )
            draft.Fail("EXP005", $"{found.Id} has a name that no file to be deployed can have. Rename it in the workspace.");
        else if (!parts.All(FileNames.IsPortable))
            draft.Warn("EXP012", $"{found.Id} has a name that Windows cannot check out. Rename it in the workspace if anyone works there.");
    }
}
