using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.References;

/// <summary>Where a job has the file from that a task names.</summary>
internal static class JobSource
{
    private const string Git = "GIT";

    /// <summary>Whether the field is a path in the Git repository of the job, which the service reads itself.</summary>
    public static bool IsGit(JObject job, JToken field) =>
        ((field.Parent?.Parent?["source"] as JValue)?.Value as string ?? (job["git_source"] is JObject ? Git : "")) == Git;
}
