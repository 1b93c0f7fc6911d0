using Layercake.Engine.Kinds.Model;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Jobs;

/// <summary>What the service answers for one job: its settings in a wrapper.</summary>
internal static class JobAnswer
{
    private const string Wrapper = "settings";

    /// <summary>Fields of an answer that are no settings, beside those that the schema has as read-only.</summary>
    private static readonly string[] Facts = ["path"];

    /// <summary>Whether the document is an answer, and not bare settings.</summary>
    public static bool Is(JObject document) => document["name"] is null && document[Wrapper] is JObject;

    /// <summary>
    /// An answer that is kept as a file, as settings: with what was written beside them, and without what belongs to that one job.
    /// </summary>
    /// <remarks>The wrapper has <c>run_as</c> in the form that is read, the settings in the form that is written.</remarks>
    public static JObject Opened(JObject answer)
    {
        var settings = (JObject)answer[Wrapper]!;
        if (settings[RunAs.Field] is null && RunAs.ReadFrom(answer) is { } identity)
            settings[RunAs.Field] = identity;
        foreach (var field in answer.Properties().Where(field => !settings.ContainsKey(field.Name) && !IsFact(field.Name)))
            settings.Add(field.DeepClone());

        return settings;
    }

    private static bool IsFact(string field) =>
        field == Wrapper
        || JobSchema.Job.Field(field)?.IsReadOnly == true
        || Facts.Contains(field)
        || field.StartsWith("effective_", StringComparison.Ordinal);
}
