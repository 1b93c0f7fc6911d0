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
        var refusals = new List<Finding>();

        // A wrong --assets, or a checkout that went wrong, looks like a repository in which everything was deleted.
        if (count > 0 && declared.Declarations.Count == 0 && options.Confirmed != environment.Name)
            refusals.Add(
                At(
                    environment,
                    "PRN002",
                    $"Git declares nothing at all, and {count} of what was deployed would be deleted. If the assets' folder is "
                        + $"right, confirm it with --confirm={environment.Name}."
                )
            );
        else if (count > 0 && options.Everything && options.Confirmed != environment.Name)
            refusals.Add(
                At(
                    environment,
                    "PRN002",
                    $"--scope=all deletes what no deployment made. Read the plan, then confirm it with --confirm={environment.Name}."
                )
            );
        else if (options.Confirmed != environment.Name && Renamed(draft, declared, manifest, environment) is { Count: > 0 } renamed)
            refusals.Add(
                At(
                    environment,
                    "PRN002",
                    $"{renamed.Count} of these assets, such as {renamed[0].Asset}, are declared in Git under other names, and "
                        + $"nothing was deployed under these names yet. name_prefix was another then; now it is "
                        + $"{(environment.NamePrefix.Length == 0 ? "empty" : environment.NamePrefix)}. Correct it, or give what shall "
                        + $"stand beside the old a deployment_name of its own. To let the old ones go, use --target=Prune "
                        + $"--confirm={environment.Name}."
                )
            );

        return refusals;
    }

    /// <summary>
    /// The plan, refused when more objects would be gone after it than one run may delete: what is deleted and made anew counts too.
    /// </summary>
    public static PlannedDeployment Limited(PlannedDeployment planned, DeploymentEnvironment environment)
    {
        var (losses, made) = (planned.Plan.Losses.Count(), planned.Plan.Losses.Count(change => change.Action == ChangeAction.Recreate));
        if (losses <= environment.PruneLimit)
            return planned;

        var again =
            made == 0 ? ""
            : made == losses ? " and made anew"
            : $", {made} of them to be made anew";
        var refusal = At(
            environment,
            "PRN001",
            $"{losses} assets would be deleted{again}, and prune_limit allows {environment.PruneLimit} in one run. If that is what "
                + $"you want, raise it for this run: --prune-limit={losses}."
        );
        return planned with { Refusals = [refusal, .. planned.Refusals] };
    }

    /// <summary>
    /// What the files of today declared under names with another prefix, as long as nothing was deployed with today's: then the prefix may
    /// be a slip.
    /// </summary>
    private static IReadOnlyList<PlannedDeletion> Renamed(PruneDraft draft, DeclaredAssets declared, Manifest manifest, DeploymentEnvironment environment)
    {
        var named = declared
            .Declarations.Where(declaration => draft.Deletions.Any(one => one.Kind.NameField is not null && one.Kind.Name == declaration.Kind))
            .ToList();
        if (named.Exists(declaration => manifest.Find(declaration.Asset) is not null))
            return [];

        var byFile = named
            .DistinctBy(declaration => declaration.File)
            .ToDictionary(declaration => declaration.File, StringComparer.Ordinal);
        return
        [
            .. draft.Deletions.Where(one =>
                manifest.Find(one.Asset)?.File is { } file
                && byFile.TryGetValue(file, out var now)
                && one.Name.EndsWith(now.Name[environment.NamePrefix.Length..], StringComparison.Ordinal)
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
        environment.PlaceOf(code == "PRN001" ? "prune_limit" : "prune").Finding(code, message, $"environment {environment.Name}");
}
