using Layercake.Rest;
using Layercake.Rest.Apis;

namespace Layercake.Engine.Kinds.Permissions;

/// <summary>
/// The service principals of the workspace's apps. Databricks gives them what their app needs, on jobs, warehouses and others, so no list
/// takes that away.
/// </summary>
internal sealed class AppPrincipals(AppsApi apps)
{
    private readonly Lock gate = new();
    private Task<IReadOnlyList<string>?>? names;

    /// <summary>As entries of a list. They are asked for once; a workspace without apps has none.</summary>
    /// <returns>Null where whoever deploys may not know.</returns>
    public Task<IReadOnlyList<string>?> NamesAsync(CancellationToken ct)
    {
        lock (gate)
            return names is null or { IsFaulted: true } or { IsCanceled: true } ? names = ReadAsync(ct) : names;
    }

    private async Task<IReadOnlyList<string>?> ReadAsync(CancellationToken ct)
    {
        var found = new List<string>();
        try
        {
            await foreach (var app in apps.ListAsync(ct))
                if ((string?)app["service_principal_client_id"] is { Length: > 0 } id)
                    found.Add(AccessList.ServicePrincipalOf(id));
        }
        catch (WorkspaceApiException e) when (e.IsMissing)
        {
            // The workspace has no apps at all.
        }
        catch (WorkspaceApiException e) when (e.IsForbidden)
        {
            return null;
        }

        return found;
    }
}
