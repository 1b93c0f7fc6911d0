using Layercake.Engine.Kinds.Model;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Pipelines;

/// <summary>What the service answers for one pipeline: its settings in a wrapper, some of them beside the others.</summary>
internal static class PipelineAnswer
{
    private static readonly string[] Beside = [RunAs.Field, "parameters"];

    public static WholeAnswer Whole { get; } =
        new(PipelineSchema.Wrapper, PipelineSchema.Pipeline, ["cluster_id", "latest_updates", "health", "cause"]);

    /// <summary>Whether the document is an answer, and not bare settings.</summary>
    public static bool Is(JObject document) => document[PipelineSchema.Wrapper] is JObject;

    /// <summary>The settings as they are sent.</summary>
    public static JObject Settings(JObject answer)
    {
        var settings = (JObject)answer[PipelineSchema.Wrapper]!.DeepClone();
        settings.Remove("id");
        foreach (var field in Beside)
            if (answer[field] is JObject given)
                settings[field] = given.DeepClone();

        return settings;
    }

    /// <summary>The settings, and whom the pipeline runs as where that is no setting, since the answer says it by name anyway.</summary>
    public static JObject State(JObject answer)
    {
        var settings = Settings(answer);
        if (!settings.ContainsKey(RunAs.Field) && RunAs.ReadFrom(answer) is { } identity)
            settings[RunAs.Field] = identity;

        return settings;
    }

    /// <summary>
    /// An answer that is kept as a file, as settings: with what was written beside them, and without what belongs to that one pipeline.
    /// </summary>
    public static JObject Opened(JObject answer)
    {
        var settings = Settings(answer);
        if (answer["name"] is not null)
            settings.Remove("name");
        Whole.TakeIn(settings, answer);
        RemoveOwnStorage(settings, (string?)((answer["pipeline_id"] ?? answer[PipelineSchema.Wrapper]!["id"]) as JValue));
        return settings;
    }

    /// <summary>The storage that the service gives a pipeline has the id of that one in it.</summary>
    public static void RemoveOwnStorage(JObject settings, string? id)
    {
        if (settings[PipelineSchema.Storage] is JValue { Value: string storage } && storage == $"dbfs:/pipelines/{id}")
            settings.Remove(PipelineSchema.Storage);
    }
}
