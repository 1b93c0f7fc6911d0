using Layercake.Engine.Kinds.Checks;
using Layercake.Engine.Kinds.Clusters;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Jobs;

/// <summary>Checks a job offline. An error means that the service would certainly refuse it.</summary>
internal sealed class JobCheck(CheckReport report)
{
    private static readonly string[] Starters = ["schedule", "trigger", "continuous", "triggers"];

    private static readonly (string List, string Key)[] Keyed =
    [
        ("job_clusters", "job_cluster_key"),
        ("environments", "environment_key"),
        ("parameters", "name"),
    ];

    private static readonly string[] MovedIntoTasks =
    [
        .. TaskSchema.Kinds.Names,
        "existing_cluster_id",
        "new_cluster",
        "libraries",
        "max_retries",
        "min_retry_interval_millis",
        "retry_on_timeout",
    ];

    public void Check(JObject job)
    {
        new JobLimits(report).Check(job);
        new JobPathCheck(report).Check(job);
        Schedule(job);
        RunAs(job);
        GitSource(job);
        Emails(job);
        foreach (var task in job.Objects("tasks"))
            Emails(task);

        foreach (var (list, key) in Keyed)
            Duplicates(job, list, key);

        var clusters = Keys(job, "job_clusters", "job_cluster_key");
        var tasks = new TaskCheck(report, clusters, Keys(job, "environments", "environment_key"));
        foreach (var cluster in job.Objects("job_clusters").Select(shared => shared.Object("new_cluster")).OfType<JObject>())
            new ClusterCheck(report).Check(cluster);

        if (JobShape.IsSingleTask(job))
        {
            tasks.CheckSingle(job);
            return;
        }

        if (job.Has("tasks"))
            Ignored(job);

        new TaskGraphCheck(report).Check(job);
        foreach (var task in job.Objects("tasks"))
            tasks.Check(task);

        Unused(job);
    }

    private static HashSet<string> Keys(JObject job, string list, string key) =>
        job.Objects(list).Select(entry => entry.Text(key)).OfType<string>().ToHashSet(StringComparer.Ordinal);

    private void Ignored(JObject job)
    {
        foreach (var field in MovedIntoTasks.Where(job.Has))
            report.Warning(
                "JOB014",
                job[field]!,
                $"{field} stands beside tasks, where the service does not read it. Move it into the task it is for."
            );
    }

    private void Duplicates(JObject job, string list, string key)
    {
        foreach (
            var twins in job.Objects(list)
                .Where(entry => entry.Text(key) is not null)
                .GroupBy(entry => entry.Text(key)!, StringComparer.Ordinal)
        )
            foreach (var twin in twins.Skip(1))
                report.Error("JOB010", twin[key]!, $"{list} has two entries with the {key} {twins.Key}. Rename or remove one of them.");
    }

    private void Unused(JObject job)
    {
        var tasks = job.Objects("tasks").ToList();
        var used = tasks
            .Concat(tasks.Select(task => task.Object("for_each_task")?.Object("task")).OfType<JObject>())
            .Select(task => task.Text("job_cluster_key"))
            .OfType<string>()
            .ToHashSet(StringComparer.Ordinal);
        if (used.Any(JsonFields.IsOpen))
            return;

        foreach (
            var shared in job.Objects("job_clusters").Where(shared => shared.Text("job_cluster_key") is { } key && !used.Contains(key))
        )
            report.Warning(
                "JOB009",
                shared["job_cluster_key"]!,
                $"no task runs on the job cluster {shared.Text("job_cluster_key")}. Remove it, or name it in a task's job_cluster_key."
            );
    }

    private void Schedule(JObject job)
    {
        var given = Starters.Where(job.Has).ToList();
        if (given.Count > 1)
            report.Error(
                "JOB017",
                job[given[1]]!,
                $"the job has {string.Join(" and ", given)}, and only one of them may start it. Keep one."
            );
        if (job.Has("continuous") && job.Number("max_concurrent_runs") is > 1)
            report.Warning(
                "JOB017",
                job["max_concurrent_runs"]!,
                "a continuous job has one run at a time, whatever max_concurrent_runs says. Remove it."
            );

        if (job.Object("schedule") is not { } schedule)
            return;
        if (schedule.Text("quartz_cron_expression") is { } cron && !JsonFields.IsOpen(cron) && QuartzCron.Problem(cron) is { } wrong)
            report.Error("JOB002", schedule["quartz_cron_expression"]!, $"the schedule \"{cron}\" {wrong}");
        if (schedule.Text("timezone_id") is { } zone && !JsonFields.IsOpen(zone) && TimeZones.Problem(zone) is { } unknown)
            report.Error("JOB003", schedule["timezone_id"]!, unknown);
    }

    private void RunAs(JObject job)
    {
        string[] identities = ["user_name", "service_principal_name", "group_name"];
        if (job.Object("run_as") is { } identity && identities.Count(identity.Has) > 1)
            report.Error(
                "JOB019",
                identity,
                $"run_as names {string.Join(" and ", identities.Where(identity.Has))}, and a job runs as one of them. Keep one."
            );
    }

    private void GitSource(JObject job)
    {
        string[] versions = ["git_branch", "git_tag", "git_commit"];
        if (job.Object("git_source") is { } git && versions.Count(git.Has) > 1)
            report.Error(
                "JOB019",
                git,
                $"git_source names {string.Join(" and ", versions.Where(git.Has))}, and a job reads one version. Keep one."
            );
    }

    private void Emails(JObject owner)
    {
        foreach (
            var address in owner.Object("email_notifications")?.PropertyValues().OfType<JArray>().SelectMany(list => list).OfType<JValue>()
                ?? []
        )
            if (
                address.Value is string text
                && !JsonFields.IsOpen(text)
                && !(text.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && at < text.Length - 1 && !text.Any(char.IsWhiteSpace))
            )
                report.Warning(
                    "JOB018",
                    address,
                    $"{address.Path} is {(text.Length == 0 ? "empty" : text)}, which is no e-mail address. One entry is one "
                        + $"address; for a chat or a pager use webhook_notifications."
                );
    }
}
