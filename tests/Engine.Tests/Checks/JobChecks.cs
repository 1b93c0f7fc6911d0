using System.Text.Json;

namespace Layercake.Engine.Tests.Checks;

/// <summary>How the tests of jobs write a task and read a finding.</summary>
internal static class JobChecks
{
    public static string Task(string key, params string[] after) =>
        JsonSerializer.Serialize(
            new
            {
                task_key = key,
                depends_on = after.Select(other => new { task_key = other }),
                run_job_task = new { job_id = 1 },
            }
        );

    /// <summary>Without file, line and column.</summary>
    public static IEnumerable<string> Codes(IEnumerable<string> findings) =>
        findings.Select(finding => finding[(finding.IndexOf("): ", StringComparison.Ordinal) + 3)..]);
}
