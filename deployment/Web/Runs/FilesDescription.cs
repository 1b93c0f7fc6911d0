namespace Layercake.Web.Runs;

/// <summary>The files that the page works on.</summary>
public sealed record FilesDescription
{
    public required string Folder { get; init; }

    /// <summary>Files in the folders of the kinds.</summary>
    public required int Count { get; init; }

    /// <summary>How many of them each folder has that has some, in the order in which kinds are deployed.</summary>
    public IReadOnlyList<KeyValuePair<string, int>> Folders { get; init; } = [];

    /// <summary>Of the file that was written last; null where there is none.</summary>
    public required DateTimeOffset? Newest { get; init; }

    /// <summary>Null where the folder is in no repository.</summary>
    public required GitState? Git { get; init; }

    /// <summary>The Git folder of a workspace that the files are a copy of; null where they are none.</summary>
    public WorkspaceFolderState? WorkspaceFolder { get; init; }
}

/// <summary>How the copy of a Git folder of a workspace stands to it, as far as is known without asking.</summary>
public sealed record WorkspaceFolderState
{
    /// <summary>In the workspace.</summary>
    public required string Path { get; init; }

    /// <summary>Whose workspace it is.</summary>
    public required string Environment { get; init; }

    /// <summary>The folder was pulled once.</summary>
    public required bool IsPulled { get; init; }

    /// <summary>Files that differ from what was pulled or written last.</summary>
    public required int Changed { get; init; }
}

/// <summary>How a working tree of Git stands.</summary>
public sealed record GitState
{
    /// <summary>Null where a commit was checked out without one.</summary>
    public required string? Branch { get; init; }

    /// <summary>Null before the first.</summary>
    public required string? Commit { get; init; }

    /// <summary>Without the user in it; null where there is none, and nothing to pull from or push to.</summary>
    public required string? Remote { get; init; }

    /// <summary>What differs from the commit, and a push commits.</summary>
    public IReadOnlyList<ChangedFile> Changed { get; init; } = [];
}

/// <summary>A file that differs from the commit.</summary>
/// <param name="Path">In the repository.</param>
/// <param name="State"><c>new</c>, <c>changed</c> or <c>deleted</c>.</param>
public sealed record ChangedFile(string Path, string State);
