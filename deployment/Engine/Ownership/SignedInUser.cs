using Layercake.Rest.Apis;

namespace Layercake.Engine.Ownership;

/// <summary>Asks the workspace whom the token belongs to.</summary>
internal sealed class SignedInUser(ScimApi scim)
{
    private string? name;

    /// <summary>As the workspace names the creators of objects.</summary>
    public async Task<string> NameAsync(CancellationToken ct) => name ??= (string?)(await scim.MeAsync(ct))["userName"] ?? "";
}
