using System.Globalization;
using Layercake.Engine.Exporting;
using Layercake.Secrecy;

namespace Build.Deployments;

/// <summary>Writes the details of what became of each asset to a file of its own, without secrets.</summary>
public sealed class AssetLogs(RunOptions run, TimeProvider clock, Redactor redactor)
{
    /// <summary>Replaces what an earlier export said of these assets.</summary>
    public async Task WriteAsync(string environment, ExportResult result, CancellationToken ct)
    {
        var time = clock.GetUtcNow().ToString("u", CultureInfo.InvariantCulture);
        var told = result.Findings.ToLookup(finding => finding.Asset);
        foreach (var file in result.Files)
        {
            string[] lines =
            [
                $"{time} {file.Asset} exported from {environment}",
                $"{file.Action.ToString().ToLowerInvariant()}{(file.File is null ? "" : $" {file.File}")}",
                .. file.Log,
                .. told[file.Asset].Select(finding => finding.ToString()),
            ];
            // An object may be named after a secret.
            var name = redactor.Redact(file.LogName).Replace(Redactor.Blank, "-", StringComparison.Ordinal);
            var path = Path.Combine(run.LogsFolder, "export", environment, name + ".log");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, redactor.Redact(string.Join('\n', lines)) + "\n", ct);
        }
    }
}
