using Build.CommandLine;
using Build.Preparation;
using Build.Record;
using Build.Running;
using Build.Text;
using Build.Views;
using Layercake.Engine;
using Layercake.Engine.Declarations;
using Layercake.Engine.Exporting;

namespace Build.Deployments;

/// <summary>Carries out the export tasks of one run, records what each of them did, and shows it.</summary>
internal sealed class Exports(
    RunOptions run,
    HostArguments arguments,
    DeploymentPreparation preparation,
    RunRecord record,
    RunFindings findings,
    ExportView view,
    AssetLogs logs,
    AssetsNotice assets,
    SelectionView selections,
    RunWrites writes
) : IExports
{
    private readonly int wanted = run.Targets.Count(TargetTable.IsExport);

    private int finished;
    private IReadOnlyDictionary<string, Finding>? unmatched;

    public async Task RunAsync(IReadOnlyList<string> kinds)
    {
        writes.BeginTask();
        if (arguments.DeploysPackage)
            throw new BuildFailedException(
                ExitCodes.Wrong,
                $"An export writes into a folder, and a package is only read. Give --assets=DIR instead of --package=FILE. "
                    + $"{writes.Summary}"
            );

        assets.Show();
        var read = await preparation.Assets;
        findings.Add(read.Findings);
        if (read.HasErrors)
            throw new BuildFailedException(
                ExitCodes.Wrong,
                $"{FindingsText.Summary(read.Findings)}; an export has to know what the files declare already. {writes.Summary}"
            );

        try
        {
            await ExportAsync(kinds, read);
        }
        catch (Exception e) when (preparation.Environment is { } environment && PreparationFindings.Explain(e, environment) is { } finding)
        {
            findings.Add([finding]);
            throw new BuildFailedException(PreparationFindings.ExitCodeOf(e), $"The environment could not be used. {writes.Summary}", e);
        }
    }

    private async Task ExportAsync(IReadOnlyList<string> kinds, LoadedAssets read)
    {
        var session = (await preparation.Workspace).Session;
        var request = await RequestAsync(kinds, read);
        var result = await view.WatchAsync(watcher =>
            session.ExportAsync(request, new RecordingExport(watcher, record), run.CancellationToken)
        );
        if (!request.DryRun && result.Files.Any(WasWritten))
            writes.AddExport();
        if (result.Unmatched.Count > 0 && !request.IsOneOfSeveral)
        {
            findings.Add(result.Findings);
            throw new BuildFailedException(ExitCodes.Wrong, $"{FindingsText.Summary(result.Findings)}. {writes.Summary}");
        }

        selections.Show(result.NotSelected, []);
        if (!request.DryRun)
            await logs.WriteAsync(run.EnvironmentName, result, run.CancellationToken);

        findings.Add(result.Findings);
        var exported = new FilesExported(run.EnvironmentName, result, request.DryRun, run.Elapsed);
        record.AddFact(exported);
        view.Show(exported);

        var rest = $"Everything else was {(request.DryRun ? "compared" : "exported")}.";
        if (!result.Succeeded)
            throw new BuildFailedException(ExitCodes.Failed, $"{FindingsText.Summary(result.Findings)}; see above. {rest}");

        ThrowIfUnmatched(result, rest);
    }

    private async Task<ExportRequest> RequestAsync(IReadOnlyList<string> kinds, LoadedAssets read) =>
        new()
        {
            Kinds = kinds.ToHashSet(StringComparer.Ordinal),
            Assets = new AssetsFolder(run.AssetsFolder),
            Declared = read.Declared,
            Only = run.Selection,
            IsOneOfSeveral = wanted > 1,
            Secrets = (await preparation.Secrets).Secrets.Fetched,
            DryRun = arguments.IsWhatIf,
            WithPermissions = arguments.Has("with-permissions"),
        };

    private static bool WasWritten(ExportedFile file) =>
        file.Action is ExportAction.Added or ExportAction.Changed or ExportAction.Removed;

    /// <summary>Each of several exports knows its own kinds, so only the last one knows which patterns matched in none of them.</summary>
    private void ThrowIfUnmatched(ExportResult result, string rest)
    {
        unmatched = (unmatched ?? result.Unmatched)
            .Where(pattern => result.Unmatched.ContainsKey(pattern.Key))
            .ToDictionary(pattern => pattern.Key, pattern => pattern.Value);
        finished++;
        if (finished < wanted || unmatched.Count == 0)
            return;

        List<Finding> found = [.. unmatched.Values];
        findings.Add(found);
        throw new BuildFailedException(ExitCodes.Wrong, $"{FindingsText.Summary(found)}. {rest}");
    }
}
