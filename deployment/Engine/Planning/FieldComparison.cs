using Layercake.Engine.Kinds.Fields;

namespace Layercake.Engine.Planning;

/// <summary>How a declaration and its object in the workspace differ.</summary>
/// <param name="Changed">The fields that differ by themselves.</param>
/// <param name="Fields">The same, and those that name an asset which the plan recreates.</param>
/// <param name="RecreatedReferences">The assets that the declaration names and the plan recreates, by name.</param>
/// <param name="RenewedSecrets">Secrets that have another version than at the last deployment.</param>
internal sealed record FieldComparison(
    IReadOnlyList<FieldChange> Changed,
    IReadOnlyList<FieldChange> Fields,
    IReadOnlyList<string> RecreatedReferences,
    IReadOnlyList<string> RenewedSecrets
)
{
    /// <summary>What somebody changed in the workspace, Git does not declare, and no update takes back.</summary>
    public IReadOnlyList<FieldChange> Unreachable { get; init; } = [];

    /// <inheritdoc cref="PlannedChange.Stays"/>
    public IReadOnlyList<FieldChange> Stays => IsRecreation ? [] : Unreachable;

    /// <inheritdoc cref="PlannedChange.Lost"/>
    public IReadOnlyList<FieldChange> Lost => IsRecreation ? [.. Unreachable.Select(change => change with { KeptBecause = null })] : [];

    /// <summary>All that the plan shows: <see cref="Fields"/>, and what is lost.</summary>
    public IReadOnlyList<FieldChange> Shown =>
        Lost.Count == 0 ? Fields : [.. Fields.Concat(Lost).OrderBy(change => change.Path, StringComparer.Ordinal)];

    /// <summary>Nothing differs but ids that the plan itself replaces.</summary>
    public bool IsOnlyNewIds => Changed.Count == 0;

    public bool IsRecreation => Fields.Any(change => change.RecreateBecause is not null);
}
