using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Jobs;

/// <summary>Puts values in for references such as <c>{{job.parameters.env}}</c>; a reference that is not known stays as it is.</summary>
internal static partial class DynamicValues
{
    /// <summary>Changes the fields of a task's work in place.</summary>
    public static void Resolve(JObject task, IReadOnlyDictionary<string, string> values)
    {
        var work = task.Properties().Where(property => property.Name.EndsWith("_task", StringComparison.Ordinal));
        foreach (
            var text in work.SelectMany(property => property.DescendantsAndSelf())
                .OfType<JValue>()
                .Where(value => value.Type == JTokenType.String)
        )
            text.Value = Reference().Replace((string)text.Value!, match => values.GetValueOrDefault(match.Groups[1].Value, match.Value));
    }

    /// <summary>Whether the task's work still waits for what another task is going to say.</summary>
    public static bool AreAwaited(JObject task)
    {
        var work = task.Properties().Where(property => property.Name.EndsWith("_task", StringComparison.Ordinal));
        return work.SelectMany(property => property.DescendantsAndSelf())
            .OfType<JValue>()
            .Any(value =>
                value.Type == JTokenType.String
                && ((string)value!).Contains("{{", StringComparison.Ordinal)
                && Reference().Matches((string)value!).Any(match => match.Groups[1].Value.StartsWith("tasks.", StringComparison.Ordinal))
            );
    }

    [GeneratedRegex(@"\{\{\s*([A-Za-z0-9_.-]+)\s*\}\}")]
    private static partial Regex Reference();
}
