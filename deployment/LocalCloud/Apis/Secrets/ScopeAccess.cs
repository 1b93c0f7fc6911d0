using Layercake.LocalCloud.Apis.Scim;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.Identity;

namespace Layercake.LocalCloud.Apis.Secrets;

/// <summary>
/// Who may do what with a scope: administrators everything, others what its access control list says of them or their groups.
/// </summary>
internal sealed class ScopeAccess(AppRegistry apps, WorkspaceUsers users, ScimPeople people, ScimGroups groups)
{
    /// <exception cref="ApiError">403.</exception>
    public void Check(Principal caller, SecretScope scope, Permission needed)
    {
        var groups = users.Get(caller).Groups;
        if (
            groups.Contains("admins")
            || scope.Acls.Any(acl => acl.Value >= needed && (acl.Key == caller.UserName || groups.Contains(acl.Key)))
        )
            return;

        throw ApiError.Of(
            403,
            "PERMISSION_DENIED",
            $"{caller.UserName} does not have {needed.ToString().ToUpperInvariant()} permission on scope {scope.Name}."
        );
    }

    /// <summary>Whether there is such a user, service principal or group.</summary>
    public bool Knows(string principal) =>
        groups.Names().Contains(principal)
        || apps.Find(principal) is not null
        || people.Everybody().Any(person => person.UserName.Equals(principal, StringComparison.OrdinalIgnoreCase));
}
