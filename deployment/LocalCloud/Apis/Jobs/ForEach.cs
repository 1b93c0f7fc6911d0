using System.Globalization;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Jobs;

/// <summary>The iterations of a for-each task: its inner task once for each input.</summary>
internal static class ForEach
{
    /// <param name="loop">The <c>for_each_task</c>, its inputs resolved.</param>
    /// <returns>Null when the inputs are no list, which fails the task.</returns>
    public static JArray? Iterations(JObject loop, Func<JObject, JObject> plan)
    {
        if (Inputs(loop) is not { } inputs || loop.Object("task") is not { } inner)
            return null;

        return new JArray(
            inputs.Select(
                (input, number) =>
                {
                    var task = inner.Copy();
                    DynamicValues.Resolve(task, Values(input));
                    return new JObject
                    {
                        ["task_key"] = task["task_key"],
                        ["run_id"] = CloudState.NewId(),
                        ["attempt_number"] = 0,
                        ["iteration"] = number,
                        ["task"] = task,
                        ["work"] = plan(task),
                    };
                }
            )
        );
    }

    private static JArray? Inputs(JObject loop)
    {
        try
        {
            return Json.ParseAny(loop.Text("inputs") ?? "") as JArray;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Dictionary<string, string> Values(JToken input)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal) { ["input"] = TextOf(input) };
        if (input is JObject fields)
            foreach (var field in fields.Properties())
                values[$"input.{field.Name}"] = TextOf(field.Value);

        return values;
    }

    /// <summary>Texts as they are, everything else as JSON.</summary>
    public static string TextOf(JToken value) =>
        value is JValue { Type: JTokenType.String } text ? text.ToString(CultureInfo.InvariantCulture) : value.ToString(Formatting.None);
}
