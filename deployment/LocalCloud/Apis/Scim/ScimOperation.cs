using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Scim;

/// <summary>One operation of a PATCH on a group: who joins it or leaves it.</summary>
/// <param name="Members">Ids; null for all.</param>
internal sealed partial record ScimOperation(bool IsRemoval, IReadOnlyList<string>? Members)
{
    public static ScimOperation Read(JToken sent)
    {
        var (op, path) = ((string?)sent["op"] ?? "", (string?)sent["path"] ?? "");
        if (op.Equals("remove", StringComparison.OrdinalIgnoreCase))
            return MemberPath().Match(path) is { Success: true } one ? new(true, [one.Groups["id"].Value])
                : path == "members" ? new(true, Ids(sent["value"]))
                : throw ScimErrors.Of(400, $"Unsupported path: {path}", "invalidPath");
        if (!op.Equals("add", StringComparison.OrdinalIgnoreCase) || path is not ("members" or ""))
            throw ScimErrors.Of(400, $"Unsupported operation: {op} {path}", "invalidPath");

        return new(false, Ids((sent["value"] as JObject)?["members"] ?? sent["value"]) ?? []);
    }

    private static IReadOnlyList<string>? Ids(JToken? members) =>
        members is JArray list ? [.. list.Select(member => (string?)member["value"] ?? "")] : null;

    [GeneratedRegex("""^members\[\s*value\s+eq\s+"(?<id>[^"]*)"\s*\]$""")]
    private static partial Regex MemberPath();
}
