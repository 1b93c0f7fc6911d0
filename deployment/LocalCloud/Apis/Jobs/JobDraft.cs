using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Jobs;

/// <summary>Settings as a caller declared them, brought to the stored form and checked.</summary>
/// <param name="Settings">With <c>tasks</c>; defaults are filled in when they are read, so that what was given stays
/// distinguishable.</param>
/// <param name="IsSingle">Written in the 2.0 single-task form, and so read back through 2.0.</param>
internal sealed record JobDraft(JObject Settings, bool IsSingle, JArray? AccessControl)
{
    public string Format => IsSingle ? "SINGLE_TASK" : "MULTI_TASK";
}
