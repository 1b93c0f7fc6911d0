using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Identity;

/// <summary>Who of the tenant is a user of the workspace, in which groups and with which entitlements.</summary>
/// <remarks>Everybody is one with all entitlements until an admin call says otherwise.</remarks>
internal sealed class WorkspaceUsers(CloudState state)
{
    private readonly Table kept = state.Table("workspace_users");

    public WorkspaceUser Get(Principal principal) => Get(principal.UserName);

    public WorkspaceUser Get(string userName) =>
        kept.Get(userName.ToLowerInvariant()) is { } document ? WorkspaceUser.Read(document) : new WorkspaceUser();

    /// <summary>The groups that somebody was put into.</summary>
    public IEnumerable<string> Groups =>
        kept.All().SelectMany(entry => WorkspaceUser.Read(entry.Value).Groups).Distinct(StringComparer.Ordinal);

    /// <summary>Users, and application ids, that an admin call or SCIM has said something about, in lower case.</summary>
    public IEnumerable<string> Names => kept.All().Select(entry => entry.Key);

    public void Put(string userName, WorkspaceUser user) => kept.Put(userName.ToLowerInvariant(), user.ToJson());
}

/// <summary>What the workspace knows of one principal.</summary>
internal sealed record WorkspaceUser
{
    public bool IsMember { get; init; } = true;

    public IReadOnlyList<string> Entitlements { get; init; } = ["allow-cluster-create", "workspace-access", "databricks-sql-access"];

    public IReadOnlyList<string> Groups { get; init; } = ["admins", "users"];

    public JObject ToJson() =>
        new()
        {
            ["member"] = IsMember,
            ["entitlements"] = new JArray(Entitlements),
            ["groups"] = new JArray(Groups),
        };

    public static WorkspaceUser Read(JObject json) =>
        new()
        {
            IsMember = (bool)json["member"]!,
            Entitlements = [.. json["entitlements"]!.Select(name => (string)name!)],
            Groups = [.. json["groups"]!.Select(name => (string)name!)],
        };
}
