using Layercake.Engine.Kinds.Checks;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Queries;

/// <summary>What the fields of a query's parameters say together.</summary>
internal sealed class QueryCheck(CheckReport report)
{
    private static readonly string[] Values =
    [
        "text_value",
        "numeric_value",
        "date_value",
        "date_range_value",
        "enum_value",
        "query_backed_value",
    ];

    public void Check(JObject query)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var parameter in (query["parameters"] as JArray ?? []).OfType<JObject>())
        {
            var given = Values.Where(parameter.Has).ToList();
            if (given.Count != 1)
                report.Error(
                    "QRY001",
                    parameter,
                    $"{parameter.Path} has {(given.Count == 0 ? "no value" : string.Join(" and ", given))}, and a parameter has exactly "
                        + $"one: {string.Join(", ", Values)}. Say of which sort it is."
                );
            if (parameter.Text("name") is { } name && !seen.Add(name))
                report.Error("QRY002", parameter["name"]!, $"{parameter.Path}.name is {name}, as of a parameter before it. Rename one.");
        }
    }
}
