using System.Text;
using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Jobs;

/// <summary>What the service refuses in job settings; the first thing wrong is the answer.</summary>
internal static class JobChecks
{
    private static readonly string[] GitProviders =
    [
        "github",
        "gitlab",
        "bitbucketcloud",
        "gitlabenterpriseedition",
        "bitbucketserver",
        "azuredevopsservices",
        "githubenterprise",
        "awscodecommit",
    ];

    private static readonly string[] Starters = ["schedule", "trigger", "continuous"];

    /// <param name="settings">Clean; in the single-task form when <paramref name="single"/>.</param>
    public static void Check(JObject settings, JobsVersion version, bool single)
    {
        Job(settings);
        if (single)
        {
            TaskChecks.Single(settings);
            return;
        }

        var limit = version == JobsVersion.V22 ? 1000 : 100;
        var tasks = settings.Objects("tasks").ToList();
        Require(tasks.Count <= limit, $"The number of tasks ({tasks.Count}) exceeds the limit of {limit} tasks per job.");
        TaskChecks.Tasks(tasks, Keys(settings, "job_clusters", "job_cluster_key"), Keys(settings, "environments", "environment_key"));
    }

    /// <summary>The caller owns a new job; a list may name that owner again or another one, but only one.</summary>
    public static void AccessControl(JArray entries) =>
        Require(
            entries.OfType<JObject>().Count(entry => entry.Text("permission_level") == "IS_OWNER") <= 1,
            "The job must have exactly one owner."
        );

    public static void Require(bool holds, string otherwise)
    {
        if (!holds)
            throw ApiError.InvalidParameter(otherwise);
    }

    private static void Job(JObject settings)
    {
        Require(Encoding.UTF8.GetByteCount(settings.Text("name") ?? "") <= 4096, "The job name must not be longer than 4096 bytes.");
        Require((settings.Text("description") ?? "").Length <= 27_700, "The job description must not be longer than 27700 characters.");
        Require(settings.Object("tags") is not { Count: > 25 }, "A job can have at most 25 tags.");
        Require(settings.Number("max_concurrent_runs") is null or (>= 0 and <= 1000), "max_concurrent_runs must be between 0 and 1000.");
        Require(settings.Number("timeout_seconds") is null or >= 0, "timeout_seconds must not be negative.");
        Require(Starters.Count(settings.ContainsKey) <= 1, "Only one of schedule, trigger and continuous can be specified.");
        if (settings.Object("schedule") is { } schedule)
            Schedule(schedule);

        if (settings.Object("git_source") is { } git)
            Require(
                GitProviders.Contains(git.Text("git_provider"), StringComparer.OrdinalIgnoreCase),
                $"git_source.git_provider must be one of: {string.Join(',', GitProviders)}"
            );

        var clusters = settings.Objects("job_clusters").ToList();
        Require(clusters.Count <= 100, "A job can have at most 100 job clusters.");
        foreach (var cluster in clusters)
            if (cluster.Object("new_cluster") is { } spec)
                TaskChecks.Cluster(spec);
    }

    private static void Schedule(JObject schedule)
    {
        var cron = schedule.Text("quartz_cron_expression") ?? "";
        Require(cron.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length is 6 or 7, $"Invalid quartz cron expression: '{cron}'.");
        Require(schedule.Text("timezone_id") is { Length: > 0 }, "Missing required field: settings.schedule.timezone_id");
    }

    private static HashSet<string> Keys(JObject settings, string list, string name)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var key in settings.Objects(list).Select(element => element.Text(name)))
        {
            Require(key is not null, $"Missing required field: settings.{list}.{name}");
            Require(keys.Add(key!), $"Duplicate {name}: '{key}'.");
        }

        return keys;
    }
}
