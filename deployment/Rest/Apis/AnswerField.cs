using Newtonsoft.Json.Linq;

namespace Layercake.Rest.Apis;

/// <summary>One field of an answer that is read by name, and what it has to be.</summary>
/// <param name="Path">As <c>settings.tasks[].task_key</c>; what it leads through are objects, and lists of objects where it says
/// <c>[]</c>.</param>
/// <param name="Expected">To follow "instead of": <c>a text</c>.</param>
internal sealed record AnswerField(string Path, string Expected, Func<JToken, bool> Fits)
{
    /// <summary>Whether it must be there; any other field may be left out, or be null.</summary>
    public bool IsNeeded { get; init; }

    public AnswerField Needed => this with { IsNeeded = true };

    public static AnswerField Text(string path) => new(path, "a text", value => value.Type == JTokenType.String);

    /// <summary>A whole number of at most 64 bits.</summary>
    public static AnswerField Number(string path) => new(path, "a whole number", value => value is JValue { Value: long });

    public static AnswerField Flag(string path) => new(path, "true or false", value => value.Type == JTokenType.Boolean);

    public static AnswerField Object(string path) => new(path, "an object", value => value.Type == JTokenType.Object);

    public static AnswerField Objects(string path) => new(path + "[]", "an object", value => value.Type == JTokenType.Object);

    /// <returns>Where the answer is not as it should be, and how; null when it is.</returns>
    public string? Misfit(JObject answer) => Misfit(answer, Path.Split('.'), "");

    /// <summary>What a value is, in words.</summary>
    public static string Words(JToken? value) =>
        value?.Type switch
        {
            null => "nothing",
            JTokenType.Null => "null",
            JTokenType.Object => "an object",
            JTokenType.Array => "a list",
            JTokenType.String => "a text",
            JTokenType.Boolean => "true or false",
            _ => "a number",
        };

    private string? Misfit(JToken holder, ReadOnlySpan<string> steps, string at)
    {
        var isList = steps[0].EndsWith("[]", StringComparison.Ordinal);
        var name = isList ? steps[0][..^2] : steps[0];
        var here = at.Length == 0 ? name : $"{at}.{name}";
        if (holder is not JObject members)
            return Instead(at, holder, "an object");
        if (members[name] is not { Type: not JTokenType.Null } value)
            return IsNeeded && steps.Length == 1 ? $"without {here}, which would be {Expected}" : null;
        if (!isList)
            return Misfit(value, here, steps[1..]);
        if (value is not JArray entries)
            return Instead(here, value, "a list");

        for (var i = 0; i < entries.Count; i++)
            if (Misfit(entries[i], $"{here}[{i}]", steps[1..]) is { } misfit)
                return misfit;

        return null;
    }

    private string? Misfit(JToken value, string at, ReadOnlySpan<string> rest) =>
        rest.Length > 0 ? Misfit(value, rest, at)
        : Fits(value) ? null
        : Instead(at, value, Expected);

    private static string Instead(string at, JToken value, string expected) => $"with {Words(value)} instead of {expected} in {at}";
}
