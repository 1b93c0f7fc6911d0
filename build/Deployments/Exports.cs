using Build.CommandLine;
using Build.Views;
using Layercake.Engine.Declarations;
using Layercake.Engine.Exporting;

namespace Build.Deployments;

/// <summary>Carries out the export tasks of one run, and prints what each of them did.</summary>
public sealed class Exports(RunOptions run, HostArguments arguments, Preparation preparation, FindingsView findings, ExportView view, AssetLogs logs)
{
    private bool told;

    /// <param name="kinds">By folder.</param>
    /// <exception cref="BuildFailedException">Not everything could be exported; what could be is.</exception>
    public async Task RunAsync(IReadOnlyList<string> kinds)
    {
        if (arguments.DeploysPackage)
            throw new BuildFailedException(ExitCodes.Wrong, "An export writes into a folder, and a package is only read. Give --assets=DIR instead of --package=FILE. Nothing was written.");

        var read = await preparation.Assets;
        if (!told)
            findings.Show(read.Findings);

        told = true;
        if (read.HasErrors)
            throw new BuildFailedException(ExitCodes.Wrong, $"{FindingsView.Summary(read.Findings)}. Nothing was written: an export has to know what the files declare already.");

        try
        {
            await ExportAsync(kinds, read);
        }
        catch (Exception e) when (preparation.Environment is { } environment && Problems.Explain(e, environment) is { } finding)
        {
            findings.Show([finding]);
            throw new BuildFailedException(Problems.ExitCodeOf(e), "The environment could not be used. Nothing was written.", e);
        }
    }

    private async Task ExportAsync(IReadOnlyList<string> kinds, ReadAssets read)
    {
        var session = (await preparation.SignedIn).Session;
        var request = new ExportRequest
        {
            Kinds = kinds.ToHashSet(StringComparer.Ordinal),
            Assets = new AssetsFolder(run.AssetsFolder),
            Declared = read.Declared,
            Names = [.. arguments.Each("name").Select(text => new NamePattern(text))],
            Secrets = (await preparation.Secrets).Secrets.Fetched,
            DryRun = arguments.IsWhatIf,
        };
        var result = await view.WatchAsync(watcher => session.ExportAsync(request, watcher, run.CancellationToken));
        if (!request.DryRun)
            await logs.WriteAsync(run.EnvironmentName, result, run.CancellationToken);

        findings.Show(result.Findings);
        view.Show(run.EnvironmentName, result, request.DryRun, run.Elapsed);
        if (!result.Succeeded)
            throw new BuildFailedException(ExitCodes.Failed, $"{FindingsView.Summary(result.Findings)}; see above. Everything else was {(request.DryRun ? "compared" : "exported")}.");
    }
}
