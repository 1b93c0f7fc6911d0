using System.Globalization;
using System.Text.RegularExpressions;
using Layercake.Engine.Kinds.Checks;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.ClusterPolicies;

/// <summary>What a rule says of a value.</summary>
internal enum PolicyVerdict
{
    Fits,
    Breaks,

    /// <summary>Only the service can tell.</summary>
    Unknown,
}

/// <summary>One rule of a policy.</summary>
/// <param name="Path">Of the attribute, or with a star for those of several.</param>
internal sealed record PolicyRule(string Path, JObject Definition)
{
    /// <summary>Versions such as <c>auto:latest-lts</c>, which the service resolves.</summary>
    private const string Resolved = "auto:";

    private const string Any = "*";

    private static readonly TimeSpan LongestMatch = TimeSpan.FromSeconds(1);

    public IReadOnlyList<string> Steps { get; } = ClusterAttribute.StepsOf(Path);

    public string Type => Definition.Text("type") ?? "";

    public bool IsGeneric => Steps.Any(step => step == Any || step.EndsWith(".*", StringComparison.Ordinal));

    public bool IsForbidden => Type == "forbidden";

    public bool IsFixed => Type == "fixed";

    /// <summary>It is not made as rules are, so what it says of a cluster is not known.</summary>
    public bool IsMalformed { get; } = PolicyRuleForm.Problem(Definition) is not null;

    /// <summary>It is about an attribute that is not known here, so that it may be misspelt.</summary>
    public bool IsAboutUnknown => !ClusterAttribute.Known.Contains(Steps[0]);

    /// <summary>A cluster has to give a value, unless the policy fills it in.</summary>
    public bool IsRequired => !IsGeneric && !IsForbidden && !IsFixed && !Definition.IsTrue("isOptional");

    /// <summary>What is filled in where the cluster asks for defaults.</summary>
    public JToken? Default => Definition.Has("defaultValue") ? Definition["defaultValue"] : null;

    /// <summary>What a value has to be, as the end of a sentence.</summary>
    public string Expected =>
        Type switch
        {
            "fixed" => $"only {Written(Definition["value"])}",
            "forbidden" => "no value",
            "allowlist" => $"one of {List}",
            "blocklist" => $"anything but {List}",
            "regex" => $"a text that matches {Written(Definition["pattern"])} from its start to its end",
            "range" => (Definition["minValue"], Definition["maxValue"]) switch
            {
                ({ } least, { } most) => $"a number from {Written(least)} to {Written(most)}",
                (null, { } most) => $"a number of at most {Written(most)}",
                ({ } least, null) => $"a number of at least {Written(least)}",
                _ => "a number",
            },
            _ => "any value",
        };

    private IReadOnlyList<JToken> Values => [.. Definition.List("values") ?? []];

    private string List => string.Join(", ", Values.Select(Written));

    /// <summary>Whether the rule names exactly this attribute.</summary>
    public bool Names(ClusterAttribute attribute) => Steps.SequenceEqual(attribute.Steps);

    /// <summary>Whether it counts for this attribute, where no other rule names it.</summary>
    public bool Covers(ClusterAttribute attribute)
    {
        var given = attribute.Steps;
        for (var at = 0; at < Steps.Count; at++)
        {
            if (at == given.Count)
                return false;

            var isLast = at == Steps.Count - 1;
            if (isLast && Steps[at] == Any)
                return true;
            if (isLast && Steps[at].EndsWith(".*", StringComparison.Ordinal))
                return given[at].Length >= Steps[at].Length && given[at].StartsWith(Steps[at][..^1], StringComparison.Ordinal);
            if (Steps[at] != Any && Steps[at] != given[at])
                return false;
        }

        return given.Count == Steps.Count || IsForbidden;
    }

    /// <remarks>How a star forbids a whole block is not known.</remarks>
    public PolicyVerdict Judge(ClusterAttribute attribute)
    {
        if (IsMalformed)
            return PolicyVerdict.Unknown;
        if (IsForbidden)
            return IsGeneric && Steps[^1] != Any && attribute.Steps.Count > Steps.Count ? PolicyVerdict.Unknown : PolicyVerdict.Breaks;

        return Type == "unlimited" ? PolicyVerdict.Fits : Judge(Written(attribute.Value));
    }

    private PolicyVerdict Judge(string text) =>
        Type switch
        {
            _ when JsonFields.IsOpen(text) => PolicyVerdict.Unknown,
            "allowlist" or "blocklist" when Definition.List("values") is null => PolicyVerdict.Unknown,
            "fixed" => Among(text, [Definition["value"]!], PolicyVerdict.Fits, PolicyVerdict.Breaks),
            "allowlist" => Among(text, Values, PolicyVerdict.Fits, PolicyVerdict.Breaks),
            "blocklist" => Among(text, Values, PolicyVerdict.Breaks, PolicyVerdict.Fits),
            "regex" => Matches(text),
            "range" => InRange(text),
            _ => PolicyVerdict.Unknown,
        };

    private static PolicyVerdict Among(string text, IReadOnlyList<JToken> values, PolicyVerdict inside, PolicyVerdict outside) =>
        values.Any(value => IsSame(Written(value), text)) ? inside
        : values.Select(Written).Append(text).Any(IsResolvedLater) ? PolicyVerdict.Unknown
        : outside;

    private PolicyVerdict Matches(string text)
    {
        var pattern = Written(Definition["pattern"]);
        if (IsResolvedLater(text) || IsResolvedLater(pattern))
            return PolicyVerdict.Unknown;

        try
        {
            var isMatch = Regex.IsMatch(text, $@"\A(?:{pattern})\z", RegexOptions.CultureInvariant, LongestMatch);
            return isMatch ? PolicyVerdict.Fits : PolicyVerdict.Breaks;
        }
        catch (Exception e) when (e is ArgumentException or RegexMatchTimeoutException)
        {
            // The service has another dialect of patterns.
            return PolicyVerdict.Unknown;
        }
    }

    private PolicyVerdict InRange(string text)
    {
        var (least, most) = (Bound("minValue"), Bound("maxValue"));
        if (least.IsUnknown || most.IsUnknown)
            return PolicyVerdict.Unknown;

        return Number(text) is not { } number || number < least.Value || number > most.Value ? PolicyVerdict.Breaks : PolicyVerdict.Fits;
    }

    private (decimal? Value, bool IsUnknown) Bound(string name)
    {
        var value = Number(Definition[name]);
        return (value, Definition.Has(name) && value is null);
    }

    private static bool IsResolvedLater(string text) => JsonFields.IsOpen(text) || text.StartsWith(Resolved, StringComparison.Ordinal);

    /// <summary>Whether two values count as one, as texts and numbers do.</summary>
    public static bool AreSame(JToken one, JToken other) => IsSame(Written(one), Written(other));

    private static bool IsSame(string one, string other) => one == other || (Number(one) is { } number && number == Number(other));

    /// <summary>A number, also as a text; null where there is none.</summary>
    public static decimal? Number(JToken? value) => Number(Written(value));

    private static decimal? Number(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Texts and numbers alike, since the service takes one for the other.</summary>
    public static string Written(JToken? value) =>
        value switch
        {
            null => "",
            JValue { Value: bool flag } => flag ? "true" : "false",
            JValue scalar => scalar.ToString(CultureInfo.InvariantCulture),
            _ => value.ToString(Newtonsoft.Json.Formatting.None),
        };
}
