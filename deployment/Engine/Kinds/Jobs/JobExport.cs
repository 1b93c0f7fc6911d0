using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Kinds.References;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Jobs;

/// <summary>What of a job's settings depends on other fields, or on who made the job, and is not a default by its value alone.</summary>
internal static class JobExport
{
    private static readonly string[] Tasks = ["tasks[*]", "tasks[*].for_each_task.task"];

    private static readonly string[] Sources = ["notebook_task", "spark_python_task", "dbt_task", "sql_task.file"];

    /// <summary>A copy of the settings in which only what has to be said is left of those.</summary>
    public static JObject Of(LiveAsset live)
    {
        var settings = (JObject)live.State.DeepClone();

        // Left out, whoever deploys becomes it, as the creator did.
        if ((settings["run_as"] as JObject)?.Properties().All(identity => (string?)identity.Value == live.Creator) == true)
            settings.Remove("run_as");

        // A job from before Jobs 2.2 does not queue; made anew without a word, it would.
        settings["queue"] ??= new JObject { ["enabled"] = false };

        var usual = settings["git_source"] is JObject ? "GIT" : "WORKSPACE";
        foreach (var source in Sources.SelectMany(part => Tasks.SelectMany(task => PathPattern.Find(settings, $"{task}.{part}.source"))))
            if ((string?)source == usual)
                source.Parent!.Remove();

        return settings;
    }
}
