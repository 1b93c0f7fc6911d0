using Layercake.Engine.Declarations;

namespace Layercake.Engine.Exporting;

/// <summary>What an export did, or would do, to the folder.</summary>
public sealed record ExportResult
{
    /// <summary>The file, beside the folders of assets, in which exports write down what they wrote. It belongs into Git.</summary>
    public const string IndexFile = ExportIndex.File;

    /// <summary>By kind in order of deployment, then by name.</summary>
    public required IReadOnlyList<ExportedFile> Files { get; init; }

    /// <summary>Warnings and errors.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>Objects of the workspace, as kind and name, that were not selected; their files are unchanged.</summary>
    public IReadOnlyList<string> NotSelected { get; init; } = [];

    /// <summary>Declared assets that the workspace has not, and whose files were not exported from it: they stay.</summary>
    public IReadOnlyList<string> OnlyInGit { get; init; } = [];

    /// <summary>Of the objects whose files are new, how many can have permissions that these files do not say.</summary>
    public int WithoutPermissions { get; init; }

    /// <summary>Patterns of the selection that match no object and no exported file of these kinds, with a finding for each.</summary>
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

    /// <summary>The workspace no longer has the object.</summary>
    Removed,

    /// <summary>Unchanged, because the object could not be exported, or because an export must not change the file.</summary>
    Kept,
}

/// <summary>One asset and its file.</summary>
public sealed record ExportedFile
{
    public required string Kind { get; init; }

    public required string Name { get; init; }

    public string Asset => AssetId.Of(Kind, Name);

    /// <summary>Relative to the assets' root, with forward slashes; null when there is none.</summary>
    public required string? File { get; init; }

    public required ExportAction Action { get; init; }

    /// <summary>A file name for the log of this asset; it exists also where the asset has no file.</summary>
    public string LogName => File ?? $"{Kind}/{FileNames.Of(Name)}";

    /// <summary>What led to the action, a line each.</summary>
    public IReadOnlyList<string> Log { get; init; } = [];
}

/// <summary>Receives the progress of an export.</summary>
public interface IExportWatcher
{
    /// <summary>A kind was listed.</summary>
    /// <param name="count">How many of its objects are exported.</param>
    void Listed(string kind, int count);

    /// <summary>One object was read, or could not be read.</summary>
    void Read(string kind);

    /// <summary>A file is about to change, or would; until this returns it is as it was.</summary>
    /// <param name="file">Relative to the assets' root, with forward slashes.</param>
    /// <param name="content">Null where it is removed.</param>
    void Changing(string file, byte[]? content) { }
}
