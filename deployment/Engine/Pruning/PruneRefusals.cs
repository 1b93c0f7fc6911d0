using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;
using Layercake.Engine.Loading;
using Layercake.Engine.Memory;
using Layercake.Engine.Planning;

namespace Layercake.Engine.Pruning;

/// <summary>Why a prune that could be carried out may not be.</summary>
internal static class PruneRefusals
{
    public static IReadOnlyList<Finding> Of(
        PruneDraft draft,
        DeclaredAssets declared,
        Manifest manifest,
        PruneOptions options,
        DeploymentEnvironment environment
    )
    {
        var count = draft.Deletions.Count;
        if (count == 0 || options.Confirmed == environment.Name)
            return [];

        // A wrong --assets, or a failed checkout, looks like a repository in which everything was deleted.
        if (declared.Declarations.Count == 0)
            return [NothingDeclared(count, environment)];
        if (options.Everything)
            return [DeletesUnmanaged(environment)];

        var renamed = RenamedByPrefix(draft, declared, manifest, environment);
        return renamed.Count == 0 ? [] : [PrefixChanged(renamed, environment)];
    }

    /// <summary>Whoever confirms another environment is mistaken about this one, also when there is nothing to confirm.</summary>
    public static Finding? ConfirmsAnother(PruneOptions options, DeploymentEnvironment environment) =>
        options.Confirmed is { } confirmed && confirmed != environment.Name
            ? At(
                environment,
                "PRN002",
                $"--confirm={confirmed} does not name {environment.Name}, the environment of this run. Correct --confirm or --env."
            )
            : null;

    /// <summary>The plan, refused when it destroys and nobody confirmed that it is carried out.</summary>
    public static PlannedDeployment Confirmed(PlannedDeployment planned, string? confirmed, DeploymentEnvironment environment) =>
        !planned.Plan.Destroys || confirmed is not null
            ? planned
            : planned with
            {
                Refusals =
                [
                    .. planned.Refusals,
                    At(
                        environment,
                        "PRN002",
                        $"the plan deletes all that was deployed to {environment.Name} from here. Read it, then confirm it with "
                            + $"--confirm={environment.Name}."
                    ),
                ],
            };

    private static Finding NothingDeclared(int count, DeploymentEnvironment environment) =>
        At(
            environment,
            "PRN002",
            $"Git declares nothing at all, and {count} of what was deployed would be deleted. If the assets' folder is "
                + $"right, confirm it with --confirm={environment.Name}."
        );

    private static Finding DeletesUnmanaged(DeploymentEnvironment environment) =>
        At(
            environment,
            "PRN002",
            $"--scope=all deletes what no deployment made. Read the plan, then confirm it with --confirm={environment.Name}."
        );

    private static Finding PrefixChanged(IReadOnlyList<PlannedDeletion> renamed, DeploymentEnvironment environment)
    {
        var prefix = environment.NamePrefix.Length == 0 ? "empty" : environment.NamePrefix;
        return At(
            environment,
            "PRN002",
            $"{renamed.Count} of these assets, such as {renamed[0].Asset}, are declared in Git under other names, and "
                + $"nothing was deployed under these names yet. name_prefix was another then; now it is "
                + $"{prefix}. Correct it, or give what shall "
                + $"stand beside the old a deployment_name of its own. To let the old ones go, use --target=Prune "
                + $"--confirm={environment.Name}."
        );
    }

    /// <summary>The plan, refused when it deletes more objects than one run may delete. Recreated objects count too.</summary>
    public static PlannedDeployment Limited(PlannedDeployment planned, DeploymentEnvironment environment)
    {
        var losses = planned.Plan.Losses.Count();
        var recreated = planned.Plan.Losses.Count(change => change.Action == ChangeAction.Recreate);
        if (losses <= environment.PruneLimit)
            return planned;

        var recreation =
            recreated == 0 ? ""
            : recreated == losses ? " and made anew"
            : $", {recreated} of them to be made anew";
        var refusal = At(
            environment,
            PruneLimit.Exceeded,
            $"{losses} assets would be deleted{recreation}, and prune_limit allows {environment.PruneLimit} in one run. If that is what "
                + $"you want, raise it for this run: --prune-limit={losses}."
        );
        return planned with { Refusals = [refusal, .. planned.Refusals] };
    }

    /// <summary>
    /// The deletions whose files now declare the same name with another prefix. None once something was deployed with today's prefix:
    /// until then the prefix may be a mistake.
    /// </summary>
    private static IReadOnlyList<PlannedDeletion> RenamedByPrefix(
        PruneDraft draft,
        DeclaredAssets declared,
        Manifest manifest,
        DeploymentEnvironment environment
    )
    {
        var deletedKinds = draft
            .Deletions.Where(deletion => deletion.Kind.Kind.NameField is not null)
            .Select(deletion => deletion.Kind.Name)
            .ToHashSet(StringComparer.Ordinal);
        var named = declared.Declarations.Where(declaration => deletedKinds.Contains(declaration.Kind)).ToList();
        if (named.Exists(declaration => manifest.Find(declaration.Asset) is not null))
            return [];

        var byFile = named
            .DistinctBy(declaration => declaration.File)
            .ToDictionary(declaration => declaration.File, StringComparer.Ordinal);
        return
        [
            .. draft.Deletions.Where(deletion =>
                manifest.Find(deletion.Asset)?.File is { } file
                && byFile.TryGetValue(file, out var now)
                && deletion.Name.EndsWith(now.Name[environment.NamePrefix.Length..], StringComparison.Ordinal)
            ),
        ];
    }

    public static Finding PartOfGit(DeploymentEnvironment environment) =>
        At(
            environment,
            "PRN003",
            "declarations with errors are left out, so nobody can tell what is no longer in Git. Correct them, or prune without "
                + "leaving them out."
        );

    private static Finding At(DeploymentEnvironment environment, string code, string message) =>
        environment
            .PlaceOf(code == PruneLimit.Exceeded ? "prune_limit" : "prune")
            .Finding(code, message, $"environment {environment.Name}");
}
