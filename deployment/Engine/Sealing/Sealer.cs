using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;
using Layercake.Engine.Kinds.Files;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Loading;
using Layercake.Engine.Ownership;
using Layercake.Engine.Planning;
using Layercake.Engine.Secrets;
using Layercake.Rest;
using Layercake.Secrecy;

namespace Layercake.Engine.Sealing;

/// <summary>Seals the plans of an environment, and says whether a sealed one may still be applied there.</summary>
/// <param name="kinds">By name.</param>
internal sealed class Sealer(
    DeploymentEnvironment environment,
    WorkspaceClient client,
    SignedInUser user,
    IReadOnlyDictionary<string, RemoteKind> kinds,
    SecretReader vault,
    TimeProvider clock
)
{
    private string Rules => RulesDigest.Of(kinds.Values.Select(kind => kind.Kind));

    /// <param name="tool">The version of this tool.</param>
    public async Task<SealingResult> SealAsync(
        PlannedDeployment planned,
        DeclaredAssets declared,
        PlanRequest request,
        string tool,
        TimeSpan? expires,
        CancellationToken ct
    )
    {
        if (await UnseenAsync(planned, ct) is { Count: > 0 } unseen)
            return new SealingResult(null, unseen);

        var now = clock.GetUtcNow();
        var sealedPlan = new SealedPlan
        {
            Rules = Rules,
            Tool = tool,
            MadeAt = now,
            Expires = now + expires,
            AppliedBy = await user.DeployerAsync(planned.Plan.NeedsApproval, ct),
            WorkspaceId = await user.WorkspaceIdAsync(client, ct),
            Manifest = planned.Manifest.Digest,
            Settings = environment.Settings,
            Plan = planned.Plan,
            Request = request,
            Declarations = [.. declared.Declarations.Select(declaration => new SealedDeclaration(declaration, DataOf(declaration)))],
            Moves = declared.Moves,
            Secrets = planned.Secrets.FreeVersions,
            Names = ResolvedNames.Of(planned),
            Writes = new AnnouncedWrites(kinds).Of(planned),
        };
        return new SealingResult(sealedPlan, []);
    }

    /// <summary>Objects that whoever plans may not see: what applying the plan would do to them is not known.</summary>
    /// <remarks>A permission list that only whoever deploys may see is compared when the plan is applied.</remarks>
    private async Task<IReadOnlyList<Finding>> UnseenAsync(PlannedDeployment planned, CancellationToken ct)
    {
        var (signedIn, deployer) = (await user.NameAsync(ct), await user.DeployerAsync(ct));
        return
        [
            .. planned
                .Plan.Unknown.Where(change => !change.IsUnseen)
                .Select(change => new Finding
                {
                    Severity = Severity.Error,
                    Code = "PLN008",
                    Asset = change.Asset,
                    Message =
                        $"{signedIn} may not see the {kinds[change.Kind].Noun} {change.Id}, so the plan cannot say what happens to it. Let "
                        + $"{signedIn} see it{(signedIn == deployer ? "" : $", or plan as {deployer}")}.",
                }),
        ];
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
            Moves = approved.Moves,
            SecretVersions = approved.Secrets,
        };

    /// <summary>What is worth to know of a plan that may be applied.</summary>
    /// <param name="tool">The version of this tool.</param>
    public async Task<IReadOnlyList<Finding>> NotesAsync(SealedPlan approved, string tool, CancellationToken ct) =>
        [.. SealedPlanCheck.Notes(approved, tool), .. await NewerSecretsAsync(approved, ct)];

    /// <summary>Notes of secrets that have a newer version than the one that was approved and is sent.</summary>
    private async Task<IReadOnlyList<Finding>> NewerSecretsAsync(SealedPlan approved, CancellationToken ct)
    {
        var current = await Task.WhenAll(
            approved.Secrets.Select(async secret =>
                (secret.Key, Sent: secret.Value, Current: await vault.CurrentVersionAsync(secret.Key, ct))
            )
        );
        return
        [
            .. from secret in current
            where secret.Current is not null && secret.Current != secret.Sent
            select new Finding
            {
                Severity = Severity.Warning,
                Code = "PLN010",
                Message =
                    $"the secret {secret.Key} has the version {secret.Current} now. The plan sends {secret.Sent}, as was approved. Plan "
                    + "again for the new one.",
            },
        ];
    }

    /// <summary>A plan that was made of what is sealed, refused where it is not what was approved.</summary>
    public PlannedDeployment Compared(SealedPlan approved, PlannedDeployment planned, Redactor redactor)
    {
        planned = planned with { Plan = LeftAlone.AsApproved(approved.Plan, planned.Plan) };
        var changes = new ApprovedChanges(approved, redactor);
        var errors = planned.Findings.Where(finding => finding.Severity == Severity.Error).ToList();

        // What moved is a consequence of an error, where there is one.
        IReadOnlyList<Finding> moved =
            errors.Count > 0 ? [.. errors.Select(SealedPlanCheck.WithRemedy)] : [.. Moved(approved, planned, changes)];

        // Of what is not as approved, the bodies differ too.
        if (moved.Count == 0)
            moved = [.. new AnnouncedWrites(kinds).Check(approved, planned)];
        return planned with
        {
            Findings =
            [
                .. planned.Findings.Where(finding => finding.Severity != Severity.Error),
                .. SealedPlanCheck.ManifestNotes(approved, planned.Manifest),
            ],
            Refusals = [.. planned.Refusals, .. moved],
            DoneAlready = changes.DoneAlready(planned),
        };
    }

    private static IEnumerable<Finding> Moved(SealedPlan approved, PlannedDeployment planned, ApprovedChanges changes)
    {
        var moved = changes.Check(planned);
        var known = moved.Select(finding => finding.Asset).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return [.. moved, .. ResolvedNames.Check(approved.Names, planned, known)];
    }

    private string? DataOf(Declaration declaration) =>
        kinds[declaration.Kind].Kind.PathOf(declaration) is null ? null : (string?)declaration.Content[FileKind.Content];
}
