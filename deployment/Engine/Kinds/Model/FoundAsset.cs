using Layercake.Engine.Declarations;

namespace Layercake.Engine.Kinds.Model;

/// <summary>The objects of one kind in the workspace that can be declared in Git.</summary>
/// <param name="Assets">In no particular order.</param>
internal sealed record FoundAssets(IReadOnlyList<FoundAsset> Assets)
{
    /// <summary>Remote folders that should have been read and do not exist; none for kinds without a folder.</summary>
    public IReadOnlyList<string> MissingFolders { get; init; } = [];

    /// <summary>Objects that no file needs to declare, and that others may name.</summary>
    public IReadOnlyList<FoundAsset> OnlyNamed { get; init; } = [];

    /// <summary>The files and folders that can have parts such as permission lists; none where that is no place for such.</summary>
    public IReadOnlyList<FoundPlace> Places { get; init; } = [];
}

/// <summary>A file or folder of the workspace's own folder tree.</summary>
/// <param name="ObjectType">As the Workspace API says it: <c>NOTEBOOK</c>, <c>FILE</c>, <c>DIRECTORY</c>.</param>
/// <param name="Id">Null where no listing said it.</param>
internal sealed record FoundPlace(string Path, string ObjectType, string? Id);

/// <summary>One object of the workspace that could be declared.</summary>
internal abstract record FoundAsset
{
    /// <summary>The name of its declaration; for a file the path below the kind's folder.</summary>
    public required string Name { get; init; }

    public required string Id { get; init; }
}

/// <summary>An object that is declared as a JSON document.</summary>
internal sealed record FoundDocument : FoundAsset
{
    /// <summary>Reads the whole object, when the listing is not complete.</summary>
    public required Func<CancellationToken, Task<LiveAsset>> ReadAsync { get; init; }
}

/// <summary>A file of the workspace that is declared as a file.</summary>
internal sealed record FoundContent : FoundAsset
{
    /// <summary>The content as Git would hold it.</summary>
    public required Func<CancellationToken, Task<byte[]>> ReadAsync { get; init; }

    /// <summary>Whether deploying the local content (first) gives the content of the workspace (second).</summary>
    public Func<byte[], byte[], bool> IsSame { get; init; } = (local, remote) => local.AsSpan().SequenceEqual(remote);

    /// <summary>The file that declares it today; null when none does.</summary>
    public Declaration? Declared { get; init; }

    /// <summary>Why it cannot be declared as a file; null when it can.</summary>
    public string? Refusal { get; init; }

    /// <summary>The code of the finding for the refusal.</summary>
    public string RefusalCode { get; init; } = "EXP012";

    /// <summary>A remark about the content; null when there is none.</summary>
    public Func<byte[], string?> Remark { get; init; } = _ => null;
}
