using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Kinds.References;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Jobs;

/// <summary>Exports the settings of a job whose defaults depend on other fields, or on the creator of the job.</summary>
internal static class JobExport
{
    private static readonly string[] Tasks = ["tasks[*]", "tasks[*].for_each_task.task"];

    private static readonly string[] Sources = ["notebook_task", "spark_python_task", "dbt_task", "sql_task.file"];

    /// <summary>A copy of the settings without those that a declaration does not need.</summary>
    public static JObject Of(LiveAsset live)
    {
        var settings = (JObject)live.State.DeepClone();

        // When left out, the deploying identity becomes run_as, as the creator did.
        RunAs.LeaveOut(settings, live.Creator);

        // A job from before Jobs 2.2 does not queue; a new job without the field would.
        settings["queue"] ??= new JObject { ["enabled"] = false };

        var usual = settings["git_source"] is JObject ? "GIT" : "WORKSPACE";
        foreach (var source in Sources.SelectMany(part => Tasks.SelectMany(task => PathPattern.Find(settings, $"{task}.{part}.source"))))
            if ((string?)source == usual)
                source.Parent!.Remove();

        return settings;
    }
}
