using System.Globalization;
using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.ClusterPolicies;

/// <summary>One rule of a policy: which attributes of a cluster it is about, and what they may be.</summary>
/// <param name="Path">
/// Such as <c>spark_conf.spark.speculation</c> or <c>init_scripts.*.workspace.destination</c>; a star in the middle is one step, at the end
/// any rest.
/// </param>
internal sealed record PolicyRule(string Path, JObject Definition)
{
    /// <summary>Not of the cluster itself: what it is made for. Such a rule is compared and never filled in.</summary>
    public const string ClusterType = "cluster_type";

    /// <summary>What a cluster costs is not known here.</summary>
    private const string Price = "dbus_per_hour";

    private static readonly TimeSpan LongestMatch = TimeSpan.FromSeconds(1);

    public string Type => (string)Definition["type"]!;

    public bool IsForbidden => Type == "forbidden";

    public bool IsKnown => Path != Price;

    public bool IsGeneric => Path.Split('.').Contains("*");

    /// <summary>What the cluster gets where it says nothing; null when the rule gives nothing.</summary>
    public JToken? Given(bool withDefaults) =>
        IsGeneric || Path == ClusterType ? null
        : Type == "fixed" ? Definition["value"]
        : withDefaults ? Definition["defaultValue"]
        : null;

    /// <summary>Whether the rule refuses a cluster that says nothing.</summary>
    public bool IsRequired => !IsGeneric && !IsForbidden && Type != "fixed" && (bool?)Definition["isOptional"] != true;

    public bool IsAbout(string attribute) =>
        Path == attribute
        || (IsForbidden && attribute.StartsWith($"{Path}.", StringComparison.Ordinal))
        || (IsGeneric && Regex.IsMatch(attribute, Pattern(), RegexOptions.CultureInvariant, LongestMatch));

    /// <returns>What is wrong with the value; null when it may be so.</returns>
    public string? Problem(JToken value)
    {
        var text = Text(value);
        return Type switch
        {
            "forbidden" => "the value must not be given",
            "fixed" => IsSame(Definition["value"]!, text) ? null : $"the value must be {Text(Definition["value"]!)}",
            "allowlist" => Values().Any(allowed => IsSame(allowed, text)) ? null : $"the value must be one of {List()}",
            "blocklist" => Values().Any(blocked => IsSame(blocked, text)) ? $"the value must not be one of {List()}" : null,
            "regex" => IsMatch(text) ? null : $"the value must match {Text(Definition["pattern"]!)}",
            "range" => IsInRange(text) ? null : $"the value must be in the range {Range()}",
            _ => null,
        };
    }

    private IEnumerable<JToken> Values() => Definition["values"] as JArray ?? [];

    private string List() => string.Join(", ", Values().Select(Text));

    private string Range() => $"{Bound("minValue")} to {Bound("maxValue")}";

    private string Bound(string name) => Definition[name] is { } bound ? Text(bound) : "any";

    private bool IsMatch(string text) =>
        Regex.IsMatch(text, $"^(?:{Text(Definition["pattern"]!)})\\z", RegexOptions.CultureInvariant, LongestMatch);

    private bool IsInRange(string text) =>
        Number(text) is { } number
        && !(Definition["minValue"] is { } least && number < Number(Text(least)))
        && !(Definition["maxValue"] is { } most && number > Number(Text(most)));

    private string Pattern()
    {
        var escaped = Regex.Escape(Path);
        var (start, rest) = escaped.EndsWith(@"\.\*", StringComparison.Ordinal) ? (escaped[..^2], ".+") : (escaped, "");
        return $"^{start.Replace(@"\*", "[^.]+", StringComparison.Ordinal)}{rest}\\z";
    }

    private static bool IsSame(JToken one, string other) =>
        Text(one) == other || (Number(Text(one)) is { } number && number == Number(other));

    private static decimal? Number(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Text(JToken value) =>
        value is JValue { Value: bool flag } ? (flag ? "true" : "false")
        : value is JValue plain ? plain.ToString(CultureInfo.InvariantCulture)
        : value.ToString(Newtonsoft.Json.Formatting.None);
}
