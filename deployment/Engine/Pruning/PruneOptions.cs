using Layercake.Engine.Planning;

namespace Layercake.Engine.Pruning;

/// <summary>How far a prune may go, as the command line says.</summary>
public sealed record PruneOptions
{
    /// <summary>Also what no deployment ever made, as far as whoever signs in made it.</summary>
    public bool Everything { get; init; }

    /// <summary>Also what runs, and what was changed in the workspace since the last deployment.</summary>
    public bool Force { get; init; }

    /// <summary>All that the deployment made goes, whatever Git declares, and at last its record.</summary>
    public bool Destroys { get; init; }

    /// <summary>
    /// Whether a plan that was approved is looked at again: what is busy by now is skipped when its turn comes, and is no other plan.
    /// </summary>
    internal bool IsApproved { get; init; }

    /// <summary>What of all that could go may go.</summary>
    public AssetSelection Only { get; init; } = AssetSelection.Everything;

    /// <summary>Whose data may be lost.</summary>
    public AllowedDataLoss DataLoss { get; init; } = AllowedDataLoss.None;

    /// <summary>The environment that someone allowed a dangerous prune of, by name; null when nobody did.</summary>
    public string? Confirmed { get; init; }
}
