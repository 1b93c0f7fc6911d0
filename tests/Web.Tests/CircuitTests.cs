using System.Reflection;
using Layercake.Web.Access;
using Layercake.Web.Configuration;
using Layercake.Web.Security;
using Layercake.Web.Tests.Support;
using Microsoft.JSInterop;

namespace Layercake.Web.Tests;

/// <summary>What someone who is signed in can send through the socket of a page, which no page sends.</summary>
public sealed class CircuitTests : IAsyncLifetime
{
    /// <summary>The result of the call that every <see cref="Circuit"/> numbers 7: nothing, no or yes.</summary>
    private const string Answer = "(?<=7\u0003)[\u00c0\u00c2\u00c3]";

    private const string Refused = "There was an exception invoking [^.]*";

    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance;

    private static readonly Dictionary<WebRole, IReadOnlySet<string>> Looking = new() { [WebRole.Look] = new HashSet<string> { "all" } };

    private SignInServer server = null!;

    public async Task InitializeAsync() =>
        server = await SignInServer.StartAsync(
            new WebConfiguration
            {
                Mode = SignInMode.Proxy,
                TrustedProxies = [SignInServer.Loopback],
                Roles = new RoleRules(new Dictionary<string, IReadOnlyDictionary<WebRole, IReadOnlySet<string>>> { ["*"] = Looking }),
            }
        );

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Fact]
    public async Task A_circuit_is_given_back_to_nobody_but_whoever_started_it()
    {
        string secret;
        using (var first = await StartAsync("ann"))
            secret = first.Secret;

        using var other = await ConnectAsync("bob");
        using var own = await ConnectAsync("ann");

        Assert.Equal("\u00c2", await other.CallAsync("ConnectCircuit", Answer, secret));
        Assert.Equal("\u00c0", await other.CallAsync("ResumeCircuit", Answer, secret, Address, Address, "[]", ""));
        Assert.Equal("\u00c3", await own.CallAsync("ConnectCircuit", Answer, secret));
    }

    [Fact]
    public async Task A_secret_that_this_server_did_not_give_opens_no_circuit()
    {
        using var circuit = await StartAsync("ann");
        using var guessing = await ConnectAsync("ann");

        Assert.Equal("\u00c2", await guessing.CallAsync("ConnectCircuit", Answer, new string('A', circuit.Secret.Length)));
    }

    [Fact]
    public async Task A_message_of_more_than_32_KB_ends_its_own_connection_alone()
    {
        using var circuit = await StartAsync("ann");
        using var other = await StartAsync("ann");

        await circuit.SendAsync("UpdateRootComponents", new string('a', 33 * 1024), "");
        await circuit.ClosedAsync();

        Assert.NotEqual("", await other.CallAsync("BeginInvokeDotNetFromJS", "EndInvokeDotNet", "1", "none", "None", 0, "[]"));
    }

    [Theory]
    [InlineData("System.Console", "WriteLine")]
    [InlineData("Layercake.Web", "StartAsync")]
    [InlineData("Layercake.Web", "Cancel")]
    public async Task No_method_of_the_server_is_called_by_its_name(string assembly, string method)
    {
        using var circuit = await StartAsync("ann");

        var answer = await circuit.CallAsync("BeginInvokeDotNetFromJS", Refused, "1", assembly, method, 0, "[1]");

        Assert.Contains(method, answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_of_ours_is_made_to_be_called_from_a_browser() =>
        Assert.DoesNotContain(
            typeof(WebServer).Assembly.GetTypes().SelectMany(type => type.GetMethods(All)),
            method => method.IsDefined(typeof(JSInvokableAttribute))
        );

    [Fact]
    public async Task One_connection_has_one_circuit()
    {
        using var circuit = await StartAsync("ann");

        Assert.Equal("JS.Error", await circuit.CallAsync("StartCircuit", "CfDJ8|JS.Error", Address, Address, "[]", ""));
    }

    [Fact]
    public async Task A_user_has_only_so_many_pages_open_and_leaves_the_others_theirs()
    {
        var open = new List<Circuit>();
        for (var count = 0; count < CircuitOwners.MostOfOneUser; count++)
            open.Add(await StartAsync("ann"));

        using (var refused = await ConnectAsync("ann"))
            await refused.ClosedAsync();
        using var other = await StartAsync("bob");
        open[0].Dispose();

        Assert.NotEqual("", other.Secret);
        open.ForEach(circuit => circuit.Dispose());
    }

    private string Address => $"{server.Server.ListensAt}/";

    private Task<Circuit> ConnectAsync(string user) => Circuit.ConnectAsync(server.Server.ListensAt, Headers(user));

    private Task<Circuit> StartAsync(string user) => Circuit.StartAsync(server.Server.ListensAt, Headers(user));

    private static (string, string)[] Headers(string user) => [("X-Forwarded-User", user), ("X-Forwarded-Groups", "all")];
}
