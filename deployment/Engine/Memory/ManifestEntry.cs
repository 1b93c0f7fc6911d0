using Layercake.Engine.Declarations;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Memory;

/// <summary>One asset that was deployed.</summary>
public sealed record ManifestEntry
{
    public required string Kind { get; init; }

    public required string Name { get; init; }

    /// <summary>The service's id; a file's is its path in the workspace.</summary>
    public required string Id { get; init; }

    /// <summary>Where it was declared, relative to the assets' root; null in manifests that are older than this.</summary>
    public string? File { get; init; }

    /// <summary>What was declared, references as names and secrets as references.</summary>
    public required JObject Declared { get; init; }

    /// <summary>What the service answered after our last write, without the values of secrets; empty when <see cref="Unread"/>.</summary>
    public required JObject Baseline { get; init; }

    /// <summary>
    /// The <c>etag</c> of the object after our last write: while it has this one, nobody has touched it, whatever it looks like. Null where
    /// the service has none.
    /// </summary>
    public string? Etag { get; init; }

    /// <summary>Vault, name and version of each secret it was deployed with, by what the declaration calls it.</summary>
    public IReadOnlyDictionary<string, string> Secrets { get; init; } = new Dictionary<string, string>();

    /// <summary>Someone else made it, and a deployment took it over.</summary>
    public bool Adopted { get; init; }

    /// <summary>A deployment made it and never came to read what the service holds of it.</summary>
    public bool Unread { get; init; }

    public string Asset => AssetId.Of(Kind, Name);

    /// <summary>An object of which nothing has been read yet.</summary>
    public static ManifestEntry Unseen(string kind, string name, string id) =>
        new()
        {
            Kind = kind,
            Name = name,
            Id = id,
            Declared = [],
            Baseline = [],
            Unread = true,
        };
}

/// <summary>An object that a deployment intends to create.</summary>
public sealed record Creation
{
    /// <summary>
    /// 32 hexadecimal digits: the idempotency token, where a service takes one, so that whoever reads this gets the same object.
    /// </summary>
    public required string Nonce { get; init; }

    /// <summary>Where a file goes; null for kinds whose ids the service gives.</summary>
    public string? Place { get; init; }

    public static Creation New(string? place) => new() { Nonce = Guid.NewGuid().ToString("N"), Place = place };
}
