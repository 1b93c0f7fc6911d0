using System.Net;
using Layercake.Secrecy;
using Layercake.Web.Access;
using Layercake.Web.Configuration;

namespace Layercake.Web.Tests.Support;

/// <summary>A server on loopback, and requests as browsers and proxies send them.</summary>
internal sealed class SignInServer : IAsyncDisposable
{
    private SignInServer(WebServer server, WebOptions options) => (Server, Redactor, Errors) = (server, options.Redactor, options.Errors);

    public WebServer Server { get; }

    public Redactor Redactor { get; }

    /// <summary>What whoever runs the server is told.</summary>
    public TextWriter Errors { get; }

    public static IPNetwork Loopback { get; } = IPNetwork.Parse("127.0.0.0/8");

    public static async Task<SignInServer> StartAsync(WebConfiguration web, HttpMessageHandler? entra = null, TimeProvider? clock = null)
    {
        var options = new WebOptions
        {
            Configuration = web,
            EntraHandler = entra,
            Clock = clock ?? TimeProvider.System,
            Redactor = new Redactor(),
            Errors = new StringWriter(),
        };
        return new SignInServer(await WebServer.StartAsync(options, new MemoryRunHost(), CancellationToken.None), options);
    }

    /// <summary>Who may what: looking at all but prod with the role, deploying in prod with the group.</summary>
    public static RoleRules Rules(string lookEverywhere, string deployInProd) =>
        new(
            new Dictionary<string, IReadOnlyDictionary<WebRole, IReadOnlySet<string>>>
            {
                ["*"] = new Dictionary<WebRole, IReadOnlySet<string>> { [WebRole.Look] = new HashSet<string> { lookEverywhere } },
                ["prod"] = new Dictionary<WebRole, IReadOnlySet<string>> { [WebRole.Deploy] = new HashSet<string> { deployInProd } },
            }
        );

    public async Task<(HttpStatusCode Status, string Text)> GetAsync(string path, params (string Name, string Value)[] headers)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(new Uri(Server.ListensAt), path));
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await client.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
