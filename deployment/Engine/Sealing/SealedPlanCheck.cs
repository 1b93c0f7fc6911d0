using System.Globalization;
using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;
using Layercake.Engine.Memory;
using Layercake.Engine.Ownership;

namespace Layercake.Engine.Sealing;

/// <summary>Whether a plan is for this environment, workspace, identity and time; asked before anything is planned again.</summary>
internal static class SealedPlanCheck
{
    private const string Moved = "PLN005";

    private const string Elsewhere = "PLN004";

    private const string Again = "Plan again and have the new plan approved.";

    /// <summary>A finding about something that is not as it was when the plan was made.</summary>
    /// <param name="what">A sentence without its full stop.</param>
    public static Finding MovedFinding(string asset, string what) => Finding(Moved, $"{what}. {Again}") with { Asset = asset };

    /// <summary>An error that planning the sealed declarations again has found, with what to do about it.</summary>
    public static Finding WithRemedy(Finding error) =>
        error with { Message = $"{error.Message} It was not so when the plan was made: put it right, or plan again." };

    /// <param name="rules">The digest of the rules of this version.</param>
    /// <param name="workspaceId">Of the workspace that was signed in to.</param>
    /// <param name="user">Whoever signed in.</param>
    public static IEnumerable<Finding> Problems(
        SealedPlan plan,
        DeploymentEnvironment environment,
        string rules,
        Uri workspace,
        string? workspaceId,
        string user,
        DateTimeOffset now
    )
    {
        if (plan.Plan.Environment != environment.Name)
            yield return Finding(
                Elsewhere,
                $"The plan is for the environment {plan.Plan.Environment}, and this run for {environment.Name}. Say "
                    + $"--env={plan.Plan.Environment}."
            );
        else
            foreach (var finding in Settings(plan, environment))
                yield return finding;

        if (plan.WorkspaceId != workspaceId || (!environment.IsLocal && plan.Plan.Workspace != workspace))
            yield return Finding(
                Elsewhere,
                $"The plan is for the workspace {Shown(plan.Plan.Workspace, plan.WorkspaceId)}, and this run is signed in to "
                    + $"{Shown(workspace, workspaceId)}. Apply it there, or plan again for this one."
            );
        if (!SignedInUser.IsSame(plan.AppliedBy, user))
            yield return Finding(
                Elsewhere,
                $"The plan is to be applied by {plan.AppliedBy}, and {user} is signed in. Sign in as {plan.AppliedBy}"
                    + $"{(environment.DeploysAs is null ? $", or plan again as {user}" : "")}."
            );
        if (plan.Rules != rules)
            yield return Finding(
                Elsewhere,
                $"The plan was made by version {plan.Tool}, which compares fields by other rules. {Again}"
            );
        if (plan.Expires is { } expires && now >= expires)
            yield return Finding(
                "PLN006",
                $"The plan expired at {expires.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC. {Again}"
            );
    }

    /// <summary>What is no reason to refuse a plan whose format and rules are those of this version.</summary>
    /// <param name="tool">The version of this tool.</param>
    public static IEnumerable<Finding> Notes(SealedPlan plan, string tool)
    {
        if (plan.Tool != tool)
            yield return Finding(
                "PLN012",
                $"The plan was made by version {plan.Tool}, and this is version {tool}. Both have the same format and compare fields by "
                    + "the same rules, so it is applied."
            ) with
            {
                Severity = Severity.Warning,
            };
    }

    /// <summary>Whether anything was deployed since, which is no reason to refuse it either: each change is compared by itself.</summary>
    public static IEnumerable<Finding> ManifestNotes(SealedPlan plan, Manifest now)
    {
        if (plan.Manifest != now.Digest)
            yield return Finding(
                "PLN013",
                "The record of deployments is not the one that the plan was made with: another deployment came in between, or an earlier "
                    + "apply of this plan. Each change was compared again, and the plan is applied as far as that is as approved."
            ) with
            {
                Severity = Severity.Warning,
            };
    }

    private static IEnumerable<Finding> Settings(SealedPlan plan, DeploymentEnvironment environment)
    {
        foreach (var key in plan.Settings.Keys.Union(environment.Settings.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var (before, now) = (plan.Settings.GetValueOrDefault(key), environment.Settings.GetValueOrDefault(key));
            if (before != now)
                yield return environment
                    .PlaceOf(key)
                    .Finding(
                        Elsewhere,
                        $"{key} was {before ?? "(not set)"} when the plan was made, and is {now ?? "(not set)"} now. Restore it, or "
                            + $"plan again and have the new plan approved.",
                        $"environment {environment.Name}"
                    );
        }
    }

    private static string Shown(Uri workspace, string? id) => $"{workspace.ToString().TrimEnd('/')}{(id is null ? "" : $" ({id})")}";

    private static Finding Finding(string code, string message) =>
        new()
        {
            Severity = Severity.Error,
            Code = code,
            Message = message,
        };
}
