using Layercake.Engine.Kinds.Model;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Jobs;

/// <summary>What the service answers for one job: its settings in a wrapper.</summary>
internal static class JobAnswer
{
    public static WholeAnswer Whole { get; } = new("settings", JobSchema.Job, ["path"]);

    /// <summary>Whether the document is an answer, and not bare settings.</summary>
    public static bool Is(JObject document) => document["name"] is null && document[Whole.Wrapper] is JObject;

    /// <summary>
    /// An answer that is kept as a file, as settings: with what was written beside them, and without what belongs to that one job.
    /// </summary>
    /// <remarks>The wrapper has <c>run_as</c> in the form that is read, the settings in the form that is written.</remarks>
    public static JObject Opened(JObject answer)
    {
        var settings = (JObject)answer[Whole.Wrapper]!;
        if (settings[RunAs.Field] is null && RunAs.ReadFrom(answer) is { } identity)
            settings[RunAs.Field] = identity;
        Whole.TakeIn(settings, answer);
        return settings;
    }
}
