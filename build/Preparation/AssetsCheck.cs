using Build.CommandLine;
using Build.Running;
using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds;

namespace Build.Preparation;

/// <summary>
/// Whether the run has the folder of assets that its targets need: a wrong one looks like a repository in which everything was deleted.
/// </summary>
internal static class AssetsCheck
{
    public static IEnumerable<Finding> Problems(RunOptions run)
    {
        var need = run.AssetsNeed;
        if (run.Targets.Contains("Plan") && Directory.Exists(run.PlanFile))
            yield return Error("FIL001", $"{run.PlanFile} is a folder, and --plan-file names the file that Plan writes.");

        if (run.SealedFile is { } sealedFile && Directory.Exists(sealedFile))
            yield return Error("FIL001", $"{sealedFile} is a folder, and --out names the file that the sealed plan is written to.");
        else if (run.SealedFile == run.PlanFile)
            yield return Error(
                "FIL001",
                $"--out names {run.SealedFile}, which Plan writes for people to read. Name another file, such as --out=release.plan."
            );

        if (run.Runs.IsAsked && Directory.Exists(run.Runs.TestResults))
            yield return Error(
                "FIL001",
                $"{run.Runs.TestResults} is a folder, and --test-results names the file that the results are written to."
            );

        var kinds = string.Join(", ", KindTable.Folders.Select(kind => $"{kind}/"));
        if (run.Assets.SearchedFolders is { } searched)
        {
            var samples = run.EnvironmentName == "local" ? "" : " The samples of this repository are for --env=local alone.";
            if (need != AssetsNeed.None && !(need == AssetsNeed.Content && run.AllowsEmpty))
                yield return Error(
                    "FIL006",
                    $"No folder with assets was found: {searched} holds none of {kinds}. Give the folder that does: --assets=DIR.{samples}"
                );
        }
        else if (!Directory.Exists(run.AssetsFolder))
            yield return Error("FIL004", $"There is no folder {run.AssetsFolder}. Give the folder that holds {kinds}: --assets=DIR.");
        else if (need == AssetsNeed.Content && !run.AllowsEmpty && !AssetsChoice.HoldsAssets(run.AssetsFolder))
            yield return Error(
                "FIL006",
                $"{run.AssetsDescription} holds none of {kinds}. Correct what --assets or --package names, or say --allow-empty when "
                    + $"that is meant."
            );
    }

    private static Finding Error(string code, string message) =>
        new()
        {
            Severity = Severity.Error,
            Code = code,
            Message = message,
        };
}
