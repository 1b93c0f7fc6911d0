using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.Identity;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Scim;

/// <summary>The workspace's groups: the two that every workspace has, those that members are in, and those that were added.</summary>
internal sealed class ScimGroups(CloudState state, WorkspaceUsers users)
{
    private static readonly string[] builtIn = ["admins", "users"];

    private readonly Table added = state.Table("scim-groups");

    public IReadOnlyList<string> Names() =>
        [.. builtIn.Union(users.Groups).Union(added.All().Select(entry => entry.Key)).Order(StringComparer.Ordinal)];

    public string Get(string id) => Names().FirstOrDefault(name => ScimViews.IdOf(name) == id) ?? throw ScimErrors.Missing("Group", id);

    public string Add(string name)
    {
        lock (added.Gate)
        {
            if (Names().Contains(name, StringComparer.OrdinalIgnoreCase))
                throw ScimErrors.Exists($"Group with name {name}");

            added.Put(name, []);
            return name;
        }
    }

    public void Remove(string name, IReadOnlyList<Principal> members)
    {
        if (builtIn.Contains(name))
            throw ScimErrors.Of(403, $"The group {name} cannot be deleted.", null);

        Leave(name, members);
        added.Remove(name);
    }

    public void Join(string name, IReadOnlyList<Principal> members)
    {
        foreach (var member in members)
            Change(member, groups => groups.Union([name]));
    }

    public void Leave(string name, IReadOnlyList<Principal> members)
    {
        // A group that nobody is in any more is still a group.
        lock (added.Gate)
            if (!builtIn.Contains(name))
                added.Put(name, []);

        foreach (var member in members)
            Change(member, groups => groups.Except([name]));
    }

    private void Change(Principal member, Func<IEnumerable<string>, IEnumerable<string>> change)
    {
        var user = users.Get(member);
        users.Put(member.UserName, user with { Groups = [.. change(user.Groups)] });
    }
}
