using Layercake.Engine.Declarations;

namespace Layercake.Engine.Kinds.Model;

/// <summary>What the workspace holds of one kind, as it could be declared in Git.</summary>
/// <param name="Assets">In no particular order.</param>
public sealed record FoundAssets(IReadOnlyList<FoundAsset> Assets)
{
    /// <summary>The remote folder that was looked in and is not there; null when it is, and for kinds without one.</summary>
    public string? MissingFolder { get; init; }
}

/// <summary>One object of the workspace that could be declared.</summary>
public abstract record FoundAsset
{
    /// <summary>As its declaration would be named; a file's path below the kind's folder.</summary>
    public required string Name { get; init; }

    public required string Id { get; init; }
}

/// <summary>An object that is declared as a JSON document.</summary>
public sealed record FoundDocument : FoundAsset
{
    /// <summary>All of it, when the listing did not say all.</summary>
    public required Func<CancellationToken, Task<LiveAsset>> ReadAsync { get; init; }
}

/// <summary>A file of the workspace that is declared as a file.</summary>
public sealed record FoundContent : FoundAsset
{
    /// <summary>The content as Git would hold it.</summary>
    public required Func<CancellationToken, Task<byte[]>> ReadAsync { get; init; }

    /// <summary>Whether a local content, the first, would deploy to what the workspace holds, the second.</summary>
    public Func<byte[], byte[], bool> IsSame { get; init; } = (local, remote) => local.AsSpan().SequenceEqual(remote);

    /// <summary>The file that declares it today; null when none does.</summary>
    public Declaration? Declared { get; init; }

    /// <summary>Why it cannot be declared as a file; null when it can.</summary>
    public string? Refusal { get; init; }

    /// <summary>What to know about its content; null when there is nothing.</summary>
    public Func<byte[], string?> Remark { get; init; } = _ => null;
}
