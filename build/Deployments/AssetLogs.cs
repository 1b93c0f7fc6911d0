using System.Globalization;
using Build.Record;
using Build.Running;
using Build.Text;
using Layercake.Engine.Applying;
using Layercake.Engine.Declarations;
using Layercake.Engine.Exporting;
using Layercake.Engine.Planning;
using Layercake.Secrecy;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Build.Deployments;

/// <summary>Writes the details of what became of each asset to a file of its own, without secrets.</summary>
internal sealed class AssetLogs(RunOptions run, TimeProvider clock, Redactor redactor, RequestAssets requestAssets)
{
    /// <summary>Replaces what an earlier export said of these assets.</summary>
    public async Task WriteAsync(string environment, ExportResult result, CancellationToken ct)
    {
        var findings = result.Findings.ToLookup(finding => finding.Asset);
        foreach (var file in result.Files)
        {
            string[] lines =
            [
                $"{file.Asset} exported from {environment}",
                $"{file.Action.ToString().ToLowerInvariant()}{(file.File is null ? "" : $" {file.File}")}",
                .. file.Log,
                .. findings[file.Asset].Select(finding => finding.ToString()),
            ];
            await WriteAsync(Path.Combine("export", environment, file.LogName), lines, ct);
        }
    }

    /// <summary>Replaces what an earlier deployment said of the assets that this one wrote or meant to write.</summary>
    /// <returns>Why the logs could not be written; null when they were. A deployment does not fail for that.</returns>
    public async Task<string?> WriteAsync(string environment, Outcome outcome)
    {
        try
        {
            // Also what an interrupted run did is worth knowing.
            foreach (var change in outcome.Changes)
                await WriteAsync(Path.Combine("deploy", environment, change.LogName), Lines(environment, change), CancellationToken.None);

            return null;
        }
        catch (Exception e) when (DiskErrors.Is(e))
        {
            return $"{DiskErrors.Words(e, folder: run.LogsFolder)}.";
        }
    }

    private IEnumerable<string> Lines(string environment, ChangeOutcome outcome)
    {
        var change = outcome.Change;
        var remarks = $"{(change.Adopts ? " (adopted)" : "")}{(change.Drift ? " (drift)" : "")}";
        return
        [
            $"{change.Asset} in {environment}",
            $"plan: {DisplayText.Present(change)}: {change.Reason}{remarks}",
            .. change.Fields.Select(field => $"  {field.Path}: {Value(field.Old)} → {Value(field.New)}"),
            .. requestAssets.TakeLines(change.Asset),
            Result(outcome),
        ];
    }

    private static string Result(ChangeOutcome outcome)
    {
        var duration = DisplayText.Seconds(outcome.Duration);
        if (outcome.Status != ChangeStatus.Done)
            return $"{outcome.Status.ToString().ToLowerInvariant()} after {duration}: {outcome.Message}";

        var id = (outcome.Id ?? outcome.Change.Id) is { } known ? $", id {known}" : "";
        return $"{DisplayText.Past(outcome.Change)}{id}{(outcome.Stopped ? ", stopped" : "")} in {duration}";
    }

    private static string Value(JToken? value) => value?.ToString(Formatting.None) ?? "(not set)";

    private async Task WriteAsync(string name, IEnumerable<string> lines, CancellationToken ct)
    {
        // An object may be named after a secret.
        var clean = redactor.Redact(name).Replace(Redactor.Blank, "-", StringComparison.Ordinal);
        var path = Path.Combine(run.LogsFolder, clean + ".log");
        var time = clock.GetUtcNow().ToString("u", CultureInfo.InvariantCulture);
        await WholeFile.WriteAsync(path, VisibleText.Lines(redactor.Redact($"{time} {string.Join('\n', lines)}")) + "\n", ct);
    }
}
