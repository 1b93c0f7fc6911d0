using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Model;

/// <summary>An object as the workspace holds it.</summary>
public sealed record LiveAsset
{
    public required string Name { get; init; }

    /// <summary>What the workspace calls it, where the object of a declaration has another name there; otherwise null.</summary>
    public string? RenamedTo { get; init; }

    /// <summary>The service's id, as text; a file's is its path in the workspace.</summary>
    public required string Id { get; init; }

    /// <summary>What can be compared with a declaration: the service's answer without what it sets itself.</summary>
    public required JObject State { get; init; }

    /// <summary>
    /// What the service makes of the state and of what only it knows: neither compared nor exported. Null where there is none.
    /// </summary>
    public JToken? Computed { get; init; }

    /// <summary>Who made it, when the service says so.</summary>
    public string? Creator { get; init; }

    /// <summary>Who owns it, where an export needs to know and may; otherwise null.</summary>
    public string? Owner { get; init; }

    /// <summary>Who changed it last, when the service says so. For people only: nothing is compared by it.</summary>
    public string? EditedBy { get; init; }

    /// <summary>When it was changed last, when the service says so and a part of it depends on that.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>
    /// The places of declared files for which it must be deleted: it is a file where a folder is needed, or the reverse.
    /// </summary>
    public IReadOnlyList<string> Obstructs { get; init; } = [];

    /// <summary>Why its folder may not be read, so that it is not known whether it exists; null when it exists.</summary>
    public string? Refusal { get; init; }

    /// <summary>With a <see cref="Refusal"/>: whoever signed in only plans, and whoever deploys may see it.</summary>
    public bool IsLeftToDeployer { get; init; }

    /// <summary>What the service counts versions by, for updates that must not overwrite another; null where it has none.</summary>
    public string? Etag { get; init; }

    /// <summary>A listing shows only a part of it, so that <see cref="State"/> is not all that it has: nothing may be concluded from what
    /// is missing.</summary>
    public bool IsPartial { get; init; }

    /// <summary>It was deleted, and can still be restored.</summary>
    public bool IsInTrash { get; init; }

    /// <summary>The workspace came with it: it can be changed, and neither made nor deleted.</summary>
    public bool IsBuiltIn { get; init; }

    /// <summary>The workspace came with it and others count on it: it can be deleted, and no prune does that.</summary>
    public bool IsNeverPruned { get; init; }

    /// <summary>Whether it runs, or is about to, where a listing says so; otherwise null.</summary>
    public bool? Runs { get; init; }

    /// <summary>It exists, as an object of its own.</summary>
    public bool IsObject => Obstructs.Count == 0 && Refusal is null;

    /// <summary>A warning for the user, such as a cluster that could not start; null when there is none.</summary>
    public string? Warning { get; init; }
}
