using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Declarations.Documents;

/// <summary>
/// Recognises a document that holds objects of a kind instead of being one: an answer of a listing, or a file of another tool.
/// </summary>
internal static class SeveralObjects
{
    private const int DeepestLevel = 4;

    /// <summary>Where they stand in the document, and how many there are; null when it holds none.</summary>
    /// <param name="folder">The kind's folder, which is also what such lists are called: <c>jobs</c>.</param>
    public static (JProperty At, int Count)? In(JObject document, string folder)
    {
        var found = document
            .Descendants()
            .OfType<JProperty>()
            .Where(property => Depth(property) <= DeepestLevel && IsCalled(property.Name, folder))
            .OrderByDescending(property => Plain(property.Name) == Plain(folder))
            .Select(property => (At: property, Count: Objects(property.Value)))
            .FirstOrDefault(found => found.Count > 0);
        return found.At is null ? null : found;
    }

    private static bool IsCalled(string name, string folder) =>
        Plain(name) == Plain(folder)
        || name.Equals("results", StringComparison.OrdinalIgnoreCase)
        || name.Equals("resources", StringComparison.OrdinalIgnoreCase);

    private static string Plain(string name) =>
        name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToUpperInvariant();

    /// <summary>Of a list, or by name.</summary>
    private static int Objects(JToken value) =>
        value switch
        {
            JArray list when list.Count > 0 && list.All(entry => entry is JObject) => list.Count,
            JObject byName when byName.Count > 0 && byName.PropertyValues().All(entry => entry is JObject) => byName.Count,
            _ => 0,
        };

    private static int Depth(JProperty property) => property.Ancestors().OfType<JObject>().Count();
}
