using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Model;
using Layercake.Rest;
using Layercake.Rest.Apis;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Permissions;

/// <summary>Finds out whether the workspace knows the principals of lists of who may do what.</summary>
/// <param name="kind">The kind of the lists.</param>
/// <param name="principalOf">What kind of principal an entry names, and its name: <c>group analysts</c>.</param>
internal sealed class PrincipalLookup(PartKind kind, ScimApi scim, Func<string, string> principalOf)
{
    /// <summary>A finding for each entry whose principal the workspace does not have. Who already has something is not looked up.</summary>
    public async Task<IReadOnlyList<Finding>> CheckAsync(
        IReadOnlyList<(Declaration Declaration, JObject? Held)> writes,
        CancellationToken ct
    )
    {
        var added = writes
            .SelectMany(write =>
                ((JObject)write.Declaration.Content[kind.Field]!)
                    .Properties()
                    .Where(entry => kind.Find(write.Held?[kind.Field] as JObject, entry.Name) is null)
                    .Select(entry => (write.Declaration, Entry: entry))
            )
            .ToLookup(added => principalOf(added.Entry.Name), StringComparer.OrdinalIgnoreCase);
        var unknown = await Task.WhenAll(added.Select(async group => await IsUnknownAsync(group.Key, ct) ? group : null));
        return
        [
            .. from principal in unknown
            where principal is not null
            from entry in principal
            select entry.Declaration.At(
                entry.Entry.Value,
                "PRM007",
                $"{entry.Declaration.Name} gives {entry.Entry.Value} to the {principal.Key}, which this workspace does not have. "
                    + $"{Remedy(principal.Key)}"
            ),
        ];
    }

    /// <summary>False also where the deploying identity may not look: the service then says so when the list is written.</summary>
    private async Task<bool> IsUnknownAsync(string principal, CancellationToken ct)
    {
        var (word, name) = AccessList.Split(principal);
        var quoted = $"\"{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
        try
        {
            return !await (
                word switch
                {
                    "group" => scim.GroupsAsync($"displayName eq {quoted}", ct),
                    "user" when name.Contains('@', StringComparison.Ordinal) => scim.UsersAsync($"userName eq {quoted}", ct),
                    _ => scim.ServicePrincipalsAsync($"applicationId eq {quoted}", ct),
                }
            ).AnyAsync(ct);
        }
        catch (WorkspaceApiException e) when (e.IsForbidden)
        {
            return false;
        }
    }

    private static string Remedy(string principal) =>
        AccessList.Split(principal).Word switch
        {
            "group" => "Correct the name, or add the group to the workspace.",
            "user" => "Correct the name, which is an address, or add the user to the workspace.",
            _ => "Write the application id of a service principal that is in the workspace, not its display name.",
        };
}
