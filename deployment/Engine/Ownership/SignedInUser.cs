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

    private async Task<string> ReadAsync(CancellationToken ct) => (string?)(await scim.MeAsync(ct))["userName"] ?? "";
}
