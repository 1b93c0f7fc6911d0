using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds;
using Layercake.Engine.Planning;
using Layercake.Engine.Pruning;

namespace Layercake.Engine.Sealing;

/// <summary>A plan together with all that applying it needs, as it is shown to whoever approves it; data only.</summary>
public sealed record SealedPlan
{
    /// <summary>Raised when what a plan says is to be understood in another way.</summary>
    public const int CurrentFormat = 1;

    /// <summary>Digest of the rules by which fields are compared; a plan is only applied by the same rules.</summary>
    public required string Rules { get; init; }

    /// <summary>The version of the tool that made it.</summary>
    public required string Tool { get; init; }

    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>From then on it is refused; null for never.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Whoever applies the plan, as the workspace names it; ownership was decided for this identity.</summary>
    public required string AppliedBy { get; init; }

    /// <summary>The id of the workspace; null where the service tells none.</summary>
    public string? WorkspaceId { get; init; }

    /// <summary>The settings of the environment that say where and how is deployed, by key.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    public required Plan Plan { get; init; }

    /// <summary>What is planned again before the plan is applied.</summary>
    public required PlanRequest Request { get; init; }

    /// <summary>Everything that Git declares, as the environment shapes it.</summary>
    public required IReadOnlyList<SealedDeclaration> Declarations { get; init; }

    /// <summary>What the names in the declarations that are written stood for.</summary>
    public required IReadOnlyList<ResolvedName> Names { get; init; }
}

/// <summary>A declaration, and the file that is deployed as it is.</summary>
/// <param name="Data">Digest of that file, which is at the declaration's full path; null for a document.</param>
public sealed record SealedDeclaration(Declaration Declaration, string? Data);

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

    /// <summary>How far a prune may go; null for a deployment.</summary>
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

/// <summary>What <c>Prune</c> was asked to do.</summary>
public sealed record PruneRequest(bool Everything, bool Force, string? Confirmed)
{
    internal PruneOptions Options(PlanRequest request) =>
        new()
        {
            Everything = Everything,
            Force = Force,
            Confirmed = Confirmed,
            Only = request.Selection,
            DataLoss = new AllowedDataLoss(request.DataLoss),
        };
}

/// <summary>The object that a declaration means by a name.</summary>
/// <param name="Id">Null where the plan itself makes the object.</param>
public sealed record ResolvedName(string Kind, string Name, string? Id)
{
    public string Asset => AssetId.Of(Kind, Name);
}
