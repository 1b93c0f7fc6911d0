using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Pipelines;

/// <summary>What the service answers for one pipeline: its settings in a wrapper, some of them beside the others.</summary>
internal static class PipelineAnswer
{
    private static readonly string[] Beside = [PipelineSchema.RunAs, "parameters"];

    /// <summary>The settings as they are sent.</summary>
    public static JObject Settings(JObject answer)
    {
        var settings = (JObject)answer[PipelineSchema.Wrapper]!.DeepClone();
        settings.Remove("id");
        foreach (var field in Beside)
            if (answer[field] is JObject given)
                settings[field] = given.DeepClone();

        // Whom it runs as is always told by name, and as a setting only sometimes.
        var (user, creator) = (Text(answer, "run_as_user_name"), Text(answer, "creator_user_name"));
        if (settings[PipelineSchema.RunAs] is null && user is not null && creator is not null && user != creator)
            settings[PipelineSchema.RunAs] = new JObject
            {
                [Guid.TryParse(user, out _) ? "service_principal_name" : "user_name"] = user,
            };

        return settings;
    }

    private static string? Text(JObject answer, string field) =>
        answer[field] is JValue { Value: string { Length: > 0 } text } ? text : null;
}
