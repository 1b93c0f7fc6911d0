using Layercake.Rest;
using Layercake.Rest.Apis;

namespace Layercake.Engine.Ownership;

/// <summary>Asks the workspace whom the token belongs to, and knows who deploys.</summary>
/// <param name="deploysAs">Who applies what is planned; null for whoever signs in.</param>
/// <param name="auto">Who applies plans that need nobody's approval; null where that is no other.</param>
internal sealed class SignedInUser(ScimApi scim, string? deploysAs, string? auto)
{
    private readonly Lock gate = new();
    private Task<string>? name;

    /// <summary>As the workspace names the creators of objects. It is asked once, however many want to know at the same time.</summary>
    public Task<string> NameAsync(CancellationToken ct)
    {
        lock (gate)
            return name is null or { IsFaulted: true } or { IsCanceled: true } ? name = ReadAsync(ct) : name;
    }

    /// <summary>Who applies plans, at least those that a person has approved.</summary>
    public async Task<string> DeployerAsync(CancellationToken ct) => deploysAs ?? await NameAsync(ct);

    /// <summary>Who applies this plan.</summary>
    public async Task<string> DeployerAsync(bool needsApproval, CancellationToken ct) =>
        auto is not null && !needsApproval ? auto : await DeployerAsync(ct);

    /// <summary>
    /// All that apply plans. What one of them made is this deployment's own, and none takes away the rights of another, so a plan is the
    /// same whichever of them applies it.
    /// </summary>
    public async Task<IReadOnlyList<string>> DeployersAsync(CancellationToken ct) =>
        auto is null ? [await DeployerAsync(ct)] : [await DeployerAsync(ct), auto];

    /// <summary>Whether whoever signed in may plan and not apply.</summary>
    public async Task<bool> PlansForAnotherAsync(CancellationToken ct) =>
        deploysAs is not null && await NameAsync(ct) is var signedIn && !(await DeployersAsync(ct)).Any(name => IsSame(name, signedIn));

    /// <summary>Whether whoever signed in applies only what needs nobody's approval.</summary>
    public async Task<bool> IsAutoAsync(CancellationToken ct) => auto is not null && IsSame(auto, await NameAsync(ct));

    /// <summary>
    /// Whether both name one identity: someone typed one of them, and the workspace does not tell names apart by capitals.
    /// </summary>
    public static bool IsSame(string named, string other) => named.Equals(other, StringComparison.OrdinalIgnoreCase);

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
