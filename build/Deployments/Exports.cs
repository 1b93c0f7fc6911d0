using Build.CommandLine;
using Build.Running;
using Build.Views;
using Layercake.Engine;
using Layercake.Engine.Declarations;
using Layercake.Engine.Exporting;

namespace Build.Deployments;

/// <summary>Carries out the export tasks of one run, and prints what each of them did.</summary>
public sealed class Exports(
    RunOptions run,
    HostArguments arguments,
    DeploymentPreparation preparation,
    FindingsView findings,
    ExportView view,
    AssetLogs logs,
    AssetsNotice assets,
    SelectionView selections,
    RunWrites written
)
{
    private bool told;
    private int done;
    private IReadOnlyDictionary<string, Finding>? unmatched;

    /// <param name="kinds">By folder.</param>
    /// <exception cref="BuildFailedException">Not everything could be exported; what could be is.</exception>
    public async Task RunAsync(IReadOnlyList<string> kinds)
    {
        written.BeginTask();
        if (arguments.DeploysPackage)
            throw new BuildFailedException(
                ExitCodes.Wrong,
                $"An export writes into a folder, and a package is only read. Give --assets=DIR instead of --package=FILE. "
                    + $"{written.Summary}"
            );

        assets.Show();
        var read = await preparation.Assets;
        if (!told)
            findings.Show(read.Findings);

        told = true;
        if (read.HasErrors)
            throw new BuildFailedException(
                ExitCodes.Wrong,
                $"{FindingsView.Summary(read.Findings)}; an export has to know what the files declare already. {written.Summary}"
            );

        try
        {
            await ExportAsync(kinds, read);
        }
        catch (Exception e) when (preparation.Environment is { } environment && PreparationFindings.Explain(e, environment) is { } finding)
        {
            findings.Show([finding]);
            throw new BuildFailedException(PreparationFindings.ExitCodeOf(e), $"The environment could not be used. {written.Summary}", e);
        }
    }

    private async Task ExportAsync(IReadOnlyList<string> kinds, LoadedAssets read)
    {
        var session = (await preparation.Workspace).Session;
        var all = run.Targets.Count(target => target.StartsWith("Export", StringComparison.Ordinal));
        var request = new ExportRequest
        {
            Kinds = kinds.ToHashSet(StringComparer.Ordinal),
            Assets = new AssetsFolder(run.AssetsFolder),
            Declared = read.Declared,
            Only = run.Selection,
            IsOneOfSeveral = all > 1,
            Secrets = (await preparation.Secrets).Secrets.Fetched,
            DryRun = arguments.IsWhatIf,
        };
        var result = await view.WatchAsync(watcher => session.ExportAsync(request, watcher, run.CancellationToken));
        if (!request.DryRun && result.Files.Any(file => file.Action is ExportAction.Added or ExportAction.Changed or ExportAction.Removed))
            written.AddExport();
        if (result.Unmatched.Count > 0 && !request.IsOneOfSeveral)
        {
            findings.Show(result.Findings);
            throw new BuildFailedException(ExitCodes.Wrong, $"{FindingsView.Summary(result.Findings)}. {written.Summary}");
        }

        selections.Show(result.NotSelected, []);
        if (!request.DryRun)
            await logs.WriteAsync(run.EnvironmentName, result, run.CancellationToken);

        findings.Show(result.Findings);
        view.Show(run.EnvironmentName, result, request.DryRun, run.Elapsed);
        if (!result.Succeeded)
            throw new BuildFailedException(
                ExitCodes.Failed,
                $"{FindingsView.Summary(result.Findings)}; see above. Everything else was {(request.DryRun ? "compared" : "exported")}."
            );

        // Each of several exports knows its own kinds, so the last one can tell what none of them knew.
        unmatched = (unmatched ?? result.Unmatched)
            .Where(pattern => result.Unmatched.ContainsKey(pattern.Key))
            .ToDictionary(pattern => pattern.Key, pattern => pattern.Value);
        if (++done < all || unmatched.Count == 0)
            return;

        findings.Show([.. unmatched.Values]);
        throw new BuildFailedException(
            ExitCodes.Wrong,
            $"{FindingsView.Summary([.. unmatched.Values])}. Everything else was {(request.DryRun ? "compared" : "exported")}."
        );
    }
}
