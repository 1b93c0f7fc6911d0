using Layercake.Engine.Declarations;
using Layercake.Engine.Runs;
using Layercake.Rest;
using Layercake.Secrecy;

namespace Build.Runs;

/// <summary>Saves the pages of notebooks that ran.</summary>
internal sealed class RunPages(WorkspaceRuns runs, Redactor redactor, string folder)
{
    private const int LongestName = 100;

    private readonly HashSet<string> taken = new(StringComparer.OrdinalIgnoreCase);

    /// <returns>How many files were written.</returns>
    /// <param name="problems">What could not be fetched.</param>
    public async Task<int> SaveAsync(IReadOnlyList<RunResult> results, ICollection<string> problems, CancellationToken ct)
    {
        var written = 0;
        foreach (var result in results)
            foreach (var task in result.Tasks.Where(task => task.IsNotebook))
                try
                {
                    foreach (var (name, content) in await runs.ExportAsync(task, ct))
                    {
                        await WholeFile.WriteAsync(FileOf($"{result.Order.Subject}-{task.Key}-{name}"), redactor.Redact(content), ct);
                        written++;
                    }
                }
                catch (WorkspaceApiException e)
                {
                    problems.Add($"The page of {result.Order.Subject}, task {task.Key}, could not be fetched: {e.Message}");
                }

        return written;
    }

    /// <summary>Names come from the workspace, so nothing of them may lead out of the folder.</summary>
    private string FileOf(string name)
    {
        var plain = new string([.. name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' ? c : '-')]).Trim('-');
        plain = plain.Length > LongestName ? plain[..LongestName] : plain;
        var free = plain;
        for (var number = 2; !taken.Add(free); number++)
            free = $"{plain}-{number}";

        return Path.Combine(folder, $"{free}.html");
    }
}
