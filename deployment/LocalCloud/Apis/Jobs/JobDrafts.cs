using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Jobs;

/// <summary>Brings what callers declare to the stored form, completes it, and refuses what the service refuses.</summary>
internal sealed class JobDrafts(JobReferences references, JobClusters clusters, JobPrincipals principals)
{
    /// <summary>A copy without nulls and with numbers and booleans in their own types.</summary>
    /// <exception cref="ApiError">400 when a field cannot be of its type.</exception>
    public static JObject Clean(JObject fields)
    {
        MapFields.Check(fields);
        var clean = fields.WithoutNulls();
        FieldTypes.Apply(clean);
        return clean;
    }

    /// <summary>Of settings for a job that is there, whose permissions a change of settings does not touch.</summary>
    /// <inheritdoc cref="Of"/>
    public JobDraft Changed(JObject clean, JobsVersion version, string? taskKey = null)
    {
        clean.Remove("access_control_list");
        return Of(clean, version, taskKey);
    }

    /// <param name="clean">From <see cref="Clean"/>; becomes part of the draft.</param>
    /// <param name="taskKey">The key that the task of a single-task job already has.</param>
    /// <exception cref="ApiError">400 for the first rule that is broken.</exception>
    public JobDraft Of(JObject clean, JobsVersion version, string? taskKey = null)
    {
        var accessControl = clean["access_control_list"] as JArray;
        clean.Remove("access_control_list");
        clean.Remove("format");

        JobChecks.Check(clean);
        var single = version == JobsVersion.V20 && !clean.ContainsKey("tasks");
        if (single)
        {
            TaskCompute.CheckSingle(clean);
            JobShapes.ToTasks(clean, taskKey);
        }
        else
            JobShapes.RemoveTaskFields(clean);

        TaskChecks.Check(clean, version);
        clusters.Complete(clean);
        references.Check(clean);
        if (accessControl is not null)
            JobChecks.AccessControl(accessControl);
        principals.Check(clean, accessControl);
        return new JobDraft(clean, single, accessControl);
    }
}
