using Layercake.Engine.Declarations;

namespace Layercake.Engine.Exporting;

/// <summary>What an export did, or would do, to the folder.</summary>
public sealed record ExportResult
{
    /// <summary>By kind in order of deployment, then by name.</summary>
    public required IReadOnlyList<ExportedFile> Files { get; init; }

    /// <summary>What is worth knowing, and what went wrong.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>Objects of the workspace, as kind and name, that were not selected; their files are as they were.</summary>
    public IReadOnlyList<string> NotSelected { get; init; } = [];

    /// <summary>
    /// Patterns of the selection that stand for no object and no exported file of these kinds, and what is to be said of each.
    /// </summary>
    public IReadOnlyDictionary<string, Finding> Unmatched { get; init; } = new Dictionary<string, Finding>();

    public bool Succeeded => Findings.All(finding => finding.Severity != Severity.Error);

    public int Count(ExportAction action) => Files.Count(file => file.Action == action);
}

/// <summary>What happened to the file of one asset.</summary>
public enum ExportAction
{
    Unchanged,
    Added,
    Changed,

    /// <summary>The workspace has the object no more.</summary>
    Removed,

    /// <summary>Left as it is, because the object could not be exported or the file is not the export's to change.</summary>
    Kept,
}

/// <summary>One asset and its file.</summary>
public sealed record ExportedFile
{
    public required string Kind { get; init; }

    public required string Name { get; init; }

    public string Asset => $"{Kind}.{Name}";

    /// <summary>Relative to the assets' root, with forward slashes; null when there is none.</summary>
    public required string? File { get; init; }

    public required ExportAction Action { get; init; }

    /// <summary>A file name of its own, even where there is no file.</summary>
    public string LogName => File ?? $"{Kind}/{FileNames.Of(Name)}";

    /// <summary>How it came to that, a line each.</summary>
    public IReadOnlyList<string> Log { get; init; } = [];
}

/// <summary>Hears how far an export has come.</summary>
public interface IExportWatcher
{
    /// <summary>The workspace has so many objects of the kind that are to be exported.</summary>
    void Listed(string kind, int count);

    /// <summary>One of them was read, or could not be.</summary>
    void Read(string kind);
}
