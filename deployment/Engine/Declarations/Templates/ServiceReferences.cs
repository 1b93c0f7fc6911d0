using System.Text.RegularExpressions;

namespace Layercake.Engine.Declarations.Templates;

/// <summary>The service's own references in double braces, which it fills in when a job runs or a cluster starts.</summary>
/// <remarks>https://learn.microsoft.com/azure/databricks/jobs/dynamic-value-references</remarks>
internal static partial class ServiceReferences
{
    public static bool Contain(string name) => Known().IsMatch(name);

    [GeneratedRegex(
        @"^(job\.(id|name|run_id|repair_count|start_time\.\S+|parameters\.\S+|trigger\.\S+|notebook_url|repair_run_id)"
            + @"|task\.(name|run_id|execution_count|notebook_path)"
            + @"|tasks\.\S+\.\S+|workspace\.(id|url)|input(\.\S+)?|backfill\.\S+|secrets/[^/\s]+/\S+"
            + @"|job_id|run_id|parent_run_id|start_date|start_time|task_retry_count|task_key)$",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Known();
}
