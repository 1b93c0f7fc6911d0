using Layercake.Rest;
using Layercake.Rest.Apis;

namespace Layercake.Engine.Ownership;

/// <summary>Asks the workspace whom the token belongs to, and knows who deploys.</summary>
/// <param name="deploysAs">Who applies what is planned; null for whoever signs in.</param>
internal sealed class SignedInUser(ScimApi scim, string? deploysAs)
{
    private readonly Lock gate = new();
    private Task<string>? name;

    /// <summary>As the workspace names the creators of objects. It is asked once, however many want to know at the same time.</summary>
    public Task<string> NameAsync(CancellationToken ct)
    {
        lock (gate)
            return name is null or { IsFaulted: true } or { IsCanceled: true } ? name = ReadAsync(ct) : name;
    }

    /// <summary>Who applies what is planned: owners and permission lists are planned for this identity.</summary>
    public async Task<string> DeployerAsync(CancellationToken ct) => deploysAs ?? await NameAsync(ct);

    /// <summary>Whether whoever signed in may plan and not apply.</summary>
    public async Task<bool> PlansForAnotherAsync(CancellationToken ct) =>
        deploysAs is not null && !deploysAs.Equals(await NameAsync(ct), StringComparison.OrdinalIgnoreCase);

    /// <summary>Every answer of the workspace names its id, so one call is enough to know it.</summary>
    /// <returns>Null where the service names none.</returns>
    public async Task<string?> WorkspaceIdAsync(WorkspaceClient client, CancellationToken ct)
    {
        if (client.WorkspaceId is null)
            await NameAsync(ct);

        return client.WorkspaceId;
    }

    private async Task<string> ReadAsync(CancellationToken ct) => (string?)(await scim.MeAsync(ct))["userName"] ?? "";
}
