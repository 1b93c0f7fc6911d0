using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Identity;

/// <summary>Where an application may have its users sent back to after they signed in.</summary>
internal sealed class RedirectAddresses(CloudState state, CloudAccounts accounts)
{
    private readonly Table kept = state.Table("app_redirects");

    // The page of this repository, at whatever port it listens.
    private static readonly string[] Seeded = ["http://localhost/signin-oidc", "http://127.0.0.1/signin-oidc"];

    public IReadOnlyList<string> Of(CloudApp app) =>
        kept.Get(app.ClientId) is { } document ? [.. document["uris"]!.Select(uri => (string)uri!)]
        : app.ClientId == accounts.Web.ClientId ? Seeded
        : [];

    public void Add(CloudApp app, string address) =>
        kept.Put(app.ClientId, new JObject { ["uris"] = new JArray(Of(app).Append(address).Distinct()) });

    /// <summary>Exactly as it was registered, but for the port of a loopback address.</summary>
    public bool MayBe(CloudApp app, string address) =>
        Of(app).Any(registered => registered == address || registered == WithoutLoopbackPort(address));

    private static string? WithoutLoopbackPort(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri is { Scheme: "http", IsLoopback: true }
            ? address.Replace($"{uri.Host}:{uri.Port}", uri.Host, StringComparison.Ordinal)
            : null;
}
