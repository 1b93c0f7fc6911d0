namespace Layercake.Engine.Kinds.Files;

/// <summary>A folder tree in a workspace that files are deployed to: workspace files, DBFS or a Unity Catalog volume.</summary>
public interface IFileDestination
{
    /// <summary>What is directly in a folder; null when the folder does not exist.</summary>
    Task<IReadOnlyList<RemoteFile>?> ListAsync(string folder, CancellationToken ct);

    Task<byte[]> ReadAsync(string path, CancellationToken ct);

    /// <summary>Writes a file whose folder exists.</summary>
    /// <param name="overwrite">Whether one that is there is replaced. Only workspace files can be created without; elsewhere it is always
    /// replaced.</param>
    Task WriteAsync(string path, byte[] content, bool overwrite, CancellationToken ct);

    Task DeleteAsync(string path, CancellationToken ct);

    /// <summary>Deletes a folder with nothing in it.</summary>
    Task DeleteFolderAsync(string path, CancellationToken ct);

    /// <summary>Creates a folder and those above it; one that is there is left as it is.</summary>
    Task MakeFolderAsync(string folder, CancellationToken ct);
}

/// <summary>One entry of a remote folder.</summary>
/// <param name="Path">Full, as it was asked for: with the destination's own prefix.</param>
/// <param name="Stamp">Changes whenever the content may have changed; null when the service gives nothing to tell by.</param>
public sealed record RemoteFile(string Path, bool IsFolder, string? Stamp, string ObjectType = "FILE", string? Language = null);
