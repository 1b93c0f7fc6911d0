using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;
using Layercake.Engine.Kinds.Files;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Loading;
using Layercake.Engine.Ownership;
using Layercake.Engine.Planning;
using Layercake.Rest;
using Layercake.Secrecy;

namespace Layercake.Engine.Sealing;

/// <summary>Seals the plans of an environment, and says whether a sealed one may still be applied there.</summary>
/// <param name="kinds">By name.</param>
internal sealed class Sealer(
    DeploymentEnvironment environment,
    WorkspaceClient client,
    SignedInUser user,
    IReadOnlyDictionary<string, AssetKind> kinds,
    TimeProvider clock
)
{
    private string Rules => RulesDigest.Of(kinds.Values);

    public async Task<SealedPlan> SealAsync(
        PlannedDeployment planned,
        DeclaredAssets declared,
        PlanRequest request,
        string tool,
        TimeSpan? expires,
        CancellationToken ct
    )
    {
        var now = clock.GetUtcNow();
        return new SealedPlan
        {
            Rules = Rules,
            Tool = tool,
            MadeAt = now,
            Expires = now + expires,
            AppliedBy = await user.NameAsync(ct),
            WorkspaceId = await user.WorkspaceIdAsync(client, ct),
            Settings = environment.Settings,
            Plan = planned.Plan,
            Request = request,
            Declarations = [.. declared.Declarations.Select(declaration => new SealedDeclaration(declaration, DataOf(declaration)))],
            Names = ResolvedNames.Of(planned),
        };
    }

    /// <summary>Why the plan is not for this environment, workspace, identity or time; empty when it is.</summary>
    public async Task<IReadOnlyList<Finding>> ProblemsAsync(SealedPlan approved, CancellationToken ct) =>
        [
            .. SealedPlanCheck.Problems(
                approved,
                environment,
                Rules,
                client.Url,
                await user.WorkspaceIdAsync(client, ct),
                await user.NameAsync(ct),
                clock.GetUtcNow()
            ),
        ];

    /// <summary>What Git declared, with the versions of the secrets that were planned with.</summary>
    public DeclaredAssets Declared(SealedPlan approved) =>
        new([.. approved.Declarations.Select(entry => entry.Declaration)], [])
        {
            SecretVersions = approved
                .Plan.Changes.SelectMany(change => change.Secrets)
                .Select(secret => secret.Split('/'))
                .Where(parts => parts is [_, _, not "?"])
                .DistinctBy(parts => parts[1])
                .ToDictionary(parts => parts[1], parts => parts[2], StringComparer.Ordinal),
        };

    /// <summary>A plan that was made of what is sealed, refused where it is not what was approved.</summary>
    public PlannedDeployment Compared(SealedPlan approved, PlannedDeployment planned, Redactor redactor)
    {
        var changes = new ApprovedChanges(approved, redactor);
        var errors = planned.Findings.Where(finding => finding.Severity == Severity.Error).ToList();

        // What moved is a consequence of an error, where there is one.
        IEnumerable<Finding> moved =
            errors.Count > 0 ? errors : [.. changes.Check(planned), .. ResolvedNames.Check(approved.Names, planned)];
        return planned with
        {
            Findings = [.. planned.Findings.Where(finding => finding.Severity != Severity.Error)],
            Refusals = [.. planned.Refusals, .. moved],
            DoneAlready = changes.DoneAlready(planned),
        };
    }

    private string? DataOf(Declaration declaration) =>
        kinds[declaration.Kind].PathOf(declaration) is null ? null : (string?)declaration.Content[FileKind.Content];
}
