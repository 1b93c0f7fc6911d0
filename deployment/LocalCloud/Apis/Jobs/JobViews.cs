using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Jobs;

/// <summary>A stored job as each version of the API shows it.</summary>
internal static class JobViews
{
    /// <summary>What a list leaves out unless it is asked to expand.</summary>
    private static readonly string[] Details = ["tasks", "job_clusters", "environments", "parameters"];

    public static JObject Full(JObject job, JobsVersion version) => View(job, version, details: true);

    /// <summary>As in a list: 2.0 shows single-task jobs whole and others without their tasks, whatever was asked.</summary>
    public static JObject Listed(JObject job, JobsVersion version, bool expandTasks)
    {
        var view = View(job, version, details: version == JobsVersion.V20 ? IsSingle(job) : expandTasks);
        view.Remove("run_as_user_name");
        if (version == JobsVersion.V22)
            ArrayPages.CutFirst(view, view.Object("settings")!);

        return view;
    }

    /// <summary>Settings with the defaults filled in, in the form with <c>tasks</c>.</summary>
    public static JObject Settings(JObject job)
    {
        var settings = job.Object("settings")!.Copy();
        JobDefaults.Fill(settings);
        return settings;
    }

    public static bool IsSingle(JObject job) => job.Text("format") == "SINGLE_TASK";

    private static JObject View(JObject job, JobsVersion version, bool details)
    {
        var stored = job.Object("settings")!;
        var settings = details ? stored.Copy() : new JObject(stored.Properties().Where(property => !Details.Contains(property.Name)));
        if (version == JobsVersion.V20 && IsSingle(job))
        {
            JobShapes.ToSingle(settings);
            JobDefaults.FillSingle(settings);
        }
        else
            JobDefaults.Fill(settings);

        return new JObject
        {
            ["job_id"] = job["job_id"],
            ["creator_user_name"] = job["creator_user_name"],
            ["run_as_user_name"] = job["run_as_user_name"],
            [JobStore.TimeField] = job[JobStore.TimeField],
            ["settings"] = settings,
        };
    }
}
