using Layercake.Engine.Moves;
using Layercake.Engine.Planning;

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

    /// <summary>SHA-256 of the record of deployments that it was planned with; null where there was none.</summary>
    public string? Manifest { get; init; }

    /// <summary>The settings of the environment that say where and how is deployed, by key.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    public required Plan Plan { get; init; }

    /// <summary>What is planned again before the plan is applied.</summary>
    public required PlanRequest Request { get; init; }

    /// <summary>Everything that Git declares, as the environment shapes it.</summary>
    public required IReadOnlyList<SealedDeclaration> Declarations { get; init; }

    /// <summary>What was renamed in Git.</summary>
    public required IReadOnlyList<AssetMove> Moves { get; init; }

    /// <summary>The versions that were planned with of secrets whose references give none, by the names that the vault has.</summary>
    public required IReadOnlyDictionary<string, string> Secrets { get; init; }

    /// <summary>What the names in the declarations that are written stood for.</summary>
    public required IReadOnlyList<ResolvedName> Names { get; init; }

    /// <summary>What applying it may send; of an asset that is not among them nothing is.</summary>
    public required IReadOnlyList<AnnouncedWrite> Writes { get; init; }

    /// <summary>Any edit of an object since the plan was made is a refusal. Said when the plan is applied, and not in its file.</summary>
    public bool IsStrict { get; init; }

    /// <summary>The environment that someone allowed to be destroyed, by name. Said when it is applied, and not in its file.</summary>
    public string? Confirmed { get; init; }
}
