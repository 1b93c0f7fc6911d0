using Layercake.Web.Access;
using Newtonsoft.Json.Linq;

namespace Layercake.Web.Configuration;

/// <summary>Reads who gets which role in which environment.</summary>
internal sealed class RolesReader(IReadOnlyList<string> environments)
{
    private const string Expected = "a list of app roles and ids of groups, such as [\"Layercake.Deploy\"]";

    private static readonly Dictionary<string, WebRole> Names = Enum.GetValues<WebRole>().ToDictionary(role => role.Word());

    public RoleRules Read(Members roles)
    {
        var read = new Dictionary<string, IReadOnlyDictionary<WebRole, IReadOnlySet<string>>>(StringComparer.Ordinal);
        foreach (var name in roles.ByEnvironment(environments))
            if (roles.Object(name, $"an object with {string.Join(", ", Names.Keys)}") is { } environment)
                read.Add(name, Rules(environment));
        return new RoleRules(read);
    }

    private static Dictionary<WebRole, IReadOnlySet<string>> Rules(Members environment)
    {
        var rules = new Dictionary<WebRole, IReadOnlySet<string>>();
        foreach (var (name, role) in Names)
            if (environment.Read(name, Expected, Texts) is { } memberships)
                rules.Add(role, memberships);
        environment.RefuseOthers();
        return rules;
    }

    private static HashSet<string>? Texts(JToken token) =>
        token is JArray items && items.All(item => item is JValue { Value: string text } && !string.IsNullOrWhiteSpace(text))
            ? items.Select(item => UserIdentity.Normal((string)item!)).ToHashSet(StringComparer.Ordinal)
            : null;
}
