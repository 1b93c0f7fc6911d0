using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Checking;

/// <summary>The caller's identity in the workspace, from SCIM's <c>Me</c>.</summary>
internal sealed class WorkspaceUser(JObject me)
{
    public string Name => (string?)me["userName"] ?? "";

    public string? DisplayName => (string?)me["displayName"];

    // For a service principal, the user name is the application id.
    public bool IsServicePrincipal => me["applicationId"] is not null || Guid.TryParse(Name, out _);

    public string Kind => IsServicePrincipal ? "service principal" : "user";

    public IReadOnlyList<string> Groups { get; } = Texts(me["groups"], "display");

    public IReadOnlyList<string> Entitlements { get; } = Texts(me["entitlements"], "value");

    public bool IsAdministrator => Groups.Contains("admins");

    /// <summary>Whether an entry of an access control list is for this user or one of its groups.</summary>
    public bool IsNamedBy(JObject entry) =>
        Same((string?)entry["user_name"], Name)
        || Same((string?)entry["service_principal_name"], Name)
        || ((string?)entry["group_name"] is { } group && (Groups.Contains(group) || group == "users"));

    public override string ToString() =>
        $"{Kind} {DisplayName ?? Name} ({Name}), groups: {List(Groups)}; entitlements: {List(Entitlements)}";

    private static string List(IReadOnlyList<string> texts) => texts.Count == 0 ? "none listed" : string.Join(", ", texts);

    private static bool Same(string? one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static string[] Texts(JToken? list, string field) =>
        [.. (list as JArray ?? []).Select(item => (string?)item[field]).OfType<string>().Order(StringComparer.Ordinal)];
}
