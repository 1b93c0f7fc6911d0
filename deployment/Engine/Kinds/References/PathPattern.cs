using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.References;

/// <summary>Finds the values that a path names, with <c>[*]</c> for every entry of a list and <c>*</c> for every member.</summary>
internal static class PathPattern
{
    public static IEnumerable<JToken> Find(JToken document, string path)
    {
        IEnumerable<JToken> found = [document];
        foreach (var step in path.Split('.'))
        {
            var name = step.EndsWith("[*]", StringComparison.Ordinal) ? step[..^3] : step;
            found =
                name == "*"
                    ? found.OfType<JObject>().SelectMany(map => map.PropertyValues())
                    : found.Select(token => (token as JObject)?[name]).OfType<JToken>();
            if (name.Length < step.Length)
                found = found.OfType<JArray>().SelectMany(list => list);
        }

        return [.. found];
    }
}
