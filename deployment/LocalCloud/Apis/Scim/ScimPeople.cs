using System.Globalization;
using Layercake.LocalCloud.Apis.Objects;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.Identity;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Scim;

/// <summary>The workspace's users and service principals: those of the tenant that are members, and those that were added here.</summary>
internal sealed class ScimPeople(CloudState state, CloudAccounts accounts, AppRegistry apps, WorkspaceUsers users)
{
    private readonly Table added = state.Table("scim-people");

    public IReadOnlyList<Principal> All(bool isServicePrincipal) =>
        [.. Everybody().Where(person => person.IsServicePrincipal == isServicePrincipal)];

    public IReadOnlyList<Principal> Everybody() => [.. Known().Where(person => users.Get(person).IsMember)];

    public Principal Get(string id, bool isServicePrincipal) =>
        All(isServicePrincipal).FirstOrDefault(person => person.Id == id)
        ?? throw ScimErrors.Missing(isServicePrincipal ? "Service principal" : "User", id);

    /// <summary>Of either kind.</summary>
    public Principal Get(string id) => Everybody().FirstOrDefault(person => person.Id == id) ?? throw ScimErrors.Missing("Member", id);

    /// <summary>Null when the workspace has no user or service principal of that name.</summary>
    public Principal? Find(string userName) =>
        Everybody().FirstOrDefault(person => person.UserName.Equals(userName, StringComparison.OrdinalIgnoreCase));

    public Principal Add(JObject sent, bool isServicePrincipal)
    {
        // A service principal that no application of the tenant is gets an application id from the workspace.
        var name = isServicePrincipal ? sent.Text("applicationId") ?? NewIds.Uuid() : sent.Required("userName");
        lock (added.Gate)
        {
            var known = Known().FirstOrDefault(person => person.UserName.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (known is not null && users.Get(known).IsMember)
                throw ScimErrors.Exists(
                    isServicePrincipal ? $"Service principal with application ID {name}" : $"User with username {name}"
                );

            var person = known ?? Register(name, sent.Text("displayName") ?? name, isServicePrincipal);
            users.Put(
                name,
                new WorkspaceUser
                {
                    Entitlements = [.. sent.Objects("entitlements").Select(entitlement => entitlement.Text("value") ?? "")],
                    Groups = ["users"],
                }
            );
            return person;
        }
    }

    private Principal Register(string name, string displayName, bool isServicePrincipal)
    {
        var person = new Principal(CloudState.NewId().ToString(CultureInfo.InvariantCulture), name, displayName, isServicePrincipal);
        added.Put(
            person.Id,
            new JObject
            {
                ["user_name"] = name,
                ["display_name"] = displayName,
                ["service_principal"] = isServicePrincipal,
            }
        );
        return person;
    }

    /// <summary>Takes away what it has in the workspace; it stays in the tenant.</summary>
    public void Remove(string id, bool isServicePrincipal)
    {
        lock (added.Gate)
        {
            var person = Get(id, isServicePrincipal);
            added.Remove(id);
            users.Put(
                person.UserName,
                new WorkspaceUser
                {
                    IsMember = false,
                    Entitlements = [],
                    Groups = [],
                }
            );
        }
    }

    private IEnumerable<Principal> Known()
    {
        var known = Registered().ToList();
        var names = known.Select(person => person.UserName).ToHashSet(StringComparer.OrdinalIgnoreCase);

        // An admin call may speak of a user whom nothing else has made.
        return known.Concat(
            users.Names.Where(name => name.Contains('@', StringComparison.Ordinal) && !names.Contains(name))
                .Select(name => new Principal(ScimViews.IdOf(name), name, name, IsServicePrincipal: false))
        );
    }

    private IEnumerable<Principal> Registered() =>
        [
            accounts.User,
            .. apps.All().Select(app => app.Principal),
            .. added
                .All()
                .Select(entry => new Principal(
                    entry.Key,
                    (string)entry.Value["user_name"]!,
                    (string)entry.Value["display_name"]!,
                    (bool)entry.Value["service_principal"]!
                )),
        ];
}
