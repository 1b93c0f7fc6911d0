using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;
using Layercake.Engine.Loading;
using Layercake.Engine.Planning;

namespace Build.Preparation;

/// <summary>The environment and what Git declares for it, with all that is wrong in them.</summary>
/// <param name="Environment">Null when it could not be read.</param>
internal sealed record LoadedAssets(DeploymentEnvironment? Environment, DeclaredAssets Declared, IReadOnlyList<Finding> Findings)
{
    /// <summary>What is not in <see cref="Declared"/> because of errors, where the run goes on without it.</summary>
    public IReadOnlyList<SkippedAsset> Skipped { get; init; } = [];

    /// <summary>The errors that end the run.</summary>
    public IReadOnlyList<Finding> Blocking { get; init; } = [.. Findings.Where(finding => finding.Severity == Severity.Error)];

    public bool HasErrors => Blocking.Count > 0;
}
