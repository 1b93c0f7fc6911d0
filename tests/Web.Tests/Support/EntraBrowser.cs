using System.Net;
using Layercake.Testing;

namespace Layercake.Web.Tests.Support;

/// <summary>A browser in front of a server that signs in by the local cloud's Entra: it keeps cookies, and goes where it is sent.</summary>
internal sealed class EntraBrowser : IDisposable
{
    private readonly SignInServer server;
    private readonly LocalCloudFixture cloud;
    private readonly HttpClient http;

    public EntraBrowser(SignInServer server, LocalCloudFixture cloud)
    {
        (this.server, this.cloud) = (server, cloud);
        http = new HttpClient(
            new SocketsHttpHandler
            {
                UseProxy = false,
                AllowAutoRedirect = false,
                CookieContainer = new CookieContainer(),
            }
        );
    }

    public async Task<(HttpStatusCode Status, string Text)> SignInAsync(string user)
    {
        var answer = await OpenAsync(await CallbackAsync(user));
        return answer.Location is null ? (answer.Status, answer.Text) : Shown(await OpenAsync(answer.Location));
    }

    /// <summary>Where Entra sends the browser back to.</summary>
    public async Task<string> CallbackAsync(string user)
    {
        var challenge = await OpenAsync("/");
        Assert.Contains("code_challenge_method=S256", challenge.Location!, StringComparison.Ordinal);
        using var entra = await cloud.Http.GetAsync(new Uri($"{challenge.Location}&login_hint={user}"));
        return entra.Headers.Location!.OriginalString;
    }

    public async Task<(HttpStatusCode Status, string Text, string? Location)> OpenAsync(string address, string accept = "text/html")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(new Uri(server.Server.ListensAt), address));
        request.Headers.Accept.ParseAdd(accept);
        using var answer = await http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Headers.Location?.OriginalString);
    }

    public async Task<HttpStatusCode> SignOutAsync(string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(new Uri(server.Server.ListensAt), "/sign-out"));
        request.Headers.Add("Origin", origin);
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }

    public void Dispose() => http.Dispose();

    private static (HttpStatusCode, string) Shown((HttpStatusCode Status, string Text, string? Location) answer) =>
        (answer.Status, answer.Text);
}
