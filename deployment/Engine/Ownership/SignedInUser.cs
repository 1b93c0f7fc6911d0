using Layercake.Rest;
using Layercake.Rest.Apis;

namespace Layercake.Engine.Ownership;

/// <summary>Asks the workspace whom the token belongs to.</summary>
internal sealed class SignedInUser(ScimApi scim)
{
    private readonly Lock gate = new();
    private Task<string>? name;

    /// <summary>As the workspace names the creators of objects. It is asked once, however many want to know at the same time.</summary>
    public Task<string> NameAsync(CancellationToken ct)
    {
        lock (gate)
            return name is null or { IsFaulted: true } or { IsCanceled: true } ? name = ReadAsync(ct) : name;
    }

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
