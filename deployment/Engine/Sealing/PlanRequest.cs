using Layercake.Engine.Kinds;
using Layercake.Engine.Planning;
using Layercake.Engine.Pruning;

namespace Layercake.Engine.Sealing;

/// <summary>Which plan was asked for.</summary>
public sealed record PlanRequest
{
    /// <summary>The patterns of <c>--select</c>.</summary>
    public IReadOnlyList<string> Select { get; init; } = [];

    public bool WithNeeded { get; init; }

    /// <summary>What <c>--allow-data-loss</c> names.</summary>
    public IReadOnlyList<string> DataLoss { get; init; } = [];

    /// <summary>Whether a schedule asked for it, to look for drift.</summary>
    public bool IsScheduled { get; init; }

    /// <summary>How far a prune may go, or what is destroyed; null for a deployment.</summary>
    public PruneRequest? Prune { get; init; }

    internal AssetSelection Selection => new(Select, WithNeeded);

    internal Selection Deployment(string? commit) =>
        new()
        {
            Kinds = KindTable.Names.ToHashSet(StringComparer.Ordinal),
            Only = Selection,
            DataLoss = new AllowedDataLoss(DataLoss),
            IsScheduled = IsScheduled,
            Commit = commit,
        };
}

/// <summary>What <c>Prune</c> or <c>Destroy</c> was asked to do.</summary>
/// <param name="Destroys">All that the deployment made goes, whatever Git declares.</param>
public sealed record PruneRequest(bool Everything, bool Force, string? Confirmed, bool Destroys = false)
{
    internal PruneOptions Options(PlanRequest request) =>
        new()
        {
            Everything = Everything,
            Force = Force,
            Destroys = Destroys,
            Confirmed = Confirmed,
            Only = request.Selection,
            DataLoss = new AllowedDataLoss(request.DataLoss),
        };
}
