using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Jobs;

/// <summary>Settings as a caller declared them, brought to the stored form and checked.</summary>
/// <param name="Settings">With <c>tasks</c>; defaults are filled in when they are read, so that what was given stays
/// distinguishable.</param>
/// <param name="IsSingle">Written in the 2.0 single-task form, and so read back through 2.0.</param>
internal sealed record JobDraft(JObject Settings, bool IsSingle, JArray? AccessControl)
{
    public string Format => IsSingle ? "SINGLE_TASK" : "MULTI_TASK";

    /// <summary>A copy without nulls and with numbers and booleans in their own types.</summary>
    public static JObject Clean(JObject fields)
    {
        var clean = fields.WithoutNulls();
        FieldTypes.Apply(clean);
        return clean;
    }

    /// <param name="clean">From <see cref="Clean"/>; becomes part of the draft.</param>
    /// <param name="taskKey">The key that the task of a single-task job already has.</param>
    public static JobDraft Of(JObject clean, JobsVersion version, string? taskKey = null)
    {
        var accessControl = clean["access_control_list"] as JArray;
        clean.Remove("access_control_list");
        clean.Remove("format");

        var single = version == JobsVersion.V20 && !clean.ContainsKey("tasks");
        JobChecks.Check(clean, version, single);
        if (accessControl is not null)
            JobChecks.AccessControl(accessControl);

        if (single)
            JobShapes.ToTasks(clean, taskKey);
        else
            JobShapes.RemoveTaskFields(clean);

        return new JobDraft(clean, single, accessControl);
    }
}
