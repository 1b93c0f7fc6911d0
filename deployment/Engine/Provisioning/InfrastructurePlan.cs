using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Provisioning;

/// <summary>What happens to one resource.</summary>
public enum ResourceAction
{
    None,
    Create,
    Modify,

    /// <summary>It was deleted, and comes back with all it held.</summary>
    Recover,
}

/// <summary>One resource of an environment, and what provisioning does to it.</summary>
/// <param name="Kind">In words: <c>key vault</c>.</param>
/// <param name="Reason">Why: <c>not in Azure</c>, <c>as the settings say</c>.</param>
public sealed record ResourceChange(string Kind, string Name, ResourceAction Action, string Reason)
{
    /// <summary>Properties that differ: <c>sku.name: standard → premium</c>.</summary>
    public IReadOnlyList<string> Details { get; init; } = [];
}

/// <summary>What provisioning would do, in an order that is the same every time.</summary>
public sealed record InfrastructurePlan
{
    public required InfrastructureTarget Target { get; init; }

    public required IReadOnlyList<ResourceChange> Changes { get; init; }

    /// <summary>Of the template.</summary>
    public required JObject Parameters { get; init; }

    public required bool CreatesGroup { get; init; }

    /// <summary>Whether the template has anything to do; missing secrets come after it.</summary>
    public required bool Deploys { get; init; }

    /// <summary>Whether the workspace gets a secret scope, which comes after all else.</summary>
    public required bool CreatesScope { get; init; }

    /// <summary>The secrets that get a placeholder, as far as they are known before the vault is there.</summary>
    public required IReadOnlyList<RequiredSecret> MissingSecrets { get; init; }

    /// <summary>The secrets that still hold the placeholder of an earlier run.</summary>
    public required IReadOnlyList<string> Placeholders { get; init; }

    public bool IsEmpty => Changes.All(change => change.Action == ResourceAction.None);
}
