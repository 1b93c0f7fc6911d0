using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Model;

namespace Layercake.Engine.Kinds.Files;

/// <summary>A folder tree in a workspace that files are deployed to: workspace files, DBFS or a Unity Catalog volume.</summary>
internal interface IFileDestination
{
    /// <summary>The calls by which files and folders are written there.</summary>
    WriteCalls Calls { get; }

    /// <summary>The direct entries of a folder; null when the folder does not exist.</summary>
    Task<IReadOnlyList<RemoteFile>?> ListAsync(string folder, CancellationToken ct);

    Task<byte[]> ReadAsync(string path, CancellationToken ct);

    /// <summary>Writes a file whose folder exists.</summary>
    /// <param name="overwrite">Whether an existing file is replaced. Only workspace files support false; elsewhere an existing file is
    /// always replaced.</param>
    Task WriteAsync(string path, byte[] content, bool overwrite, CancellationToken ct);

    /// <summary>Writes a file of any size, piece by piece.</summary>
    /// <param name="open">Reads it anew for each attempt.</param>
    /// <inheritdoc cref="WriteAsync(string, byte[], bool, CancellationToken)"/>
    Task WriteAsync(string path, long length, Func<Stream> open, bool overwrite, CancellationToken ct);

    Task DeleteAsync(string path, CancellationToken ct);

    /// <summary>Deletes an empty folder.</summary>
    Task DeleteFolderAsync(string path, CancellationToken ct);

    /// <summary>Creates a folder and the folders above it, where they do not exist.</summary>
    Task MakeFolderAsync(string folder, CancellationToken ct);
}

/// <summary>One entry of a remote folder.</summary>
/// <param name="Path">The full path, with the prefix of the destination.</param>
/// <param name="Stamp">Changes whenever the content may have changed; null when the service gives no such value.</param>
internal sealed record RemoteFile(string Path, bool IsFolder, string? Stamp, string ObjectType = "FILE", string? Language = null)
{
    /// <summary>The id of the workspace; null outside of the workspace's own folder tree.</summary>
    public string? ObjectId { get; init; }

    /// <summary>What a manifest has in place of <see cref="Stamp"/> that was written before folders had one of their content.</summary>
    public string? EarlierStamp { get; init; }

    /// <summary>Why the content of the folder may not be listed; null where it may, or was not tried.</summary>
    public string? Refusal { get; init; }

    /// <summary>In bytes; null for what is no file, and where the service does not say it.</summary>
    public long? Size { get; init; }

    /// <summary>When it was changed last, in milliseconds since 1970; null where the service does not say it.</summary>
    public long? Modified { get; init; }

    /// <summary>Whether it is more than an export gives back, so that nobody can read it to compare it.</summary>
    public bool IsLarge => Size > SizeLimits.Notebook;
}
