namespace Build.Running;

/// <summary>Assets that come in a package, and where the package says that they are from.</summary>
internal sealed record PackagedAssets
{
    public required string Folder { get; init; }

    /// <summary>The Git commit; null when the package was made outside a repository.</summary>
    public string? Commit { get; init; }

    /// <summary>Null where nobody knew it.</summary>
    public string? Branch { get; init; }

    /// <summary>Some assets differed from the commit when the package was made.</summary>
    public bool Modified { get; init; }
}
