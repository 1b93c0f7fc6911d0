using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Layercake.Identity.Http;
using Layercake.Testing;

namespace Layercake.Identity.Tests.Http;

public sealed class AzureHttpClientFactoryTests : IAsyncLifetime
{
    private LocalCloudFixture fixture = null!;

    private Uri Https => new(fixture.Description.WorkspaceHttps);

    private AzureCloud Local => AzureCloud.Local(Https, Https, fixture.Description.CertificatePem);

    public async Task InitializeAsync() => fixture = await LocalCloudFixture.StartAsync();

    public async Task DisposeAsync() => await fixture.DisposeAsync();

    [Fact]
    public async Task The_local_clouds_own_certificate_is_trusted() => await GetAsync(Local, Https);

    [Fact]
    public async Task Another_certificate_is_not()
    {
        await using var other = await LocalCloudFixture.StartAsync();

        await AssertDistrustAsync(AzureCloud.Local(Https, Https, other.Description.CertificatePem), Https);
    }

    [Fact]
    public Task Without_a_pin_only_the_systems_authorities_are_trusted() => AssertDistrustAsync(AzureCloud.Public, Https);

    [Fact]
    public Task The_right_certificate_under_a_name_it_does_not_hold_is_refused() =>
        AssertDistrustAsync(Local, new UriBuilder(Https) { Host = "127.0.0.2" }.Uri, reroute: true);

    [Fact]
    public void The_proxy_is_passed_by_for_this_machine_only()
    {
        using var handler = AzureHttpClientFactory.CreateHandler(AzureCloud.Public);

        Assert.True(handler.UseProxy);
        Assert.True(handler.Proxy!.IsBypassed(new Uri("https://127.0.0.1:8443/")));
        Assert.True(handler.Proxy.IsBypassed(new Uri("http://localhost:8080/")));
        var outside = new Uri("https://login.microsoftonline.com/");
        Assert.Equal(HttpClient.DefaultProxy.GetProxy(outside), handler.Proxy.GetProxy(outside));
    }

    [Theory]
    [InlineData("https://login.microsoftonline.com/")]
    [InlineData("http://127.0.0.1:8080/")]
    public void A_local_cloud_is_on_this_machine_and_https(string authority) =>
        Assert.Throws<ArgumentException>(() => AzureCloud.Local(new Uri(authority), Https, fixture.Description.CertificatePem));

    private static async Task GetAsync(AzureCloud cloud, Uri url, int? port = null)
    {
        var handler = AzureHttpClientFactory.CreateHandler(cloud);
        if (port is { } to)
        {
            handler.ConnectCallback = async (_, ct) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(IPAddress.Loopback, to, ct);
                return new NetworkStream(socket, ownsSocket: true);
            };
        }

        using var client = new HttpClient(handler);
        using var response = await client.GetAsync(new Uri(url, "/.well-known/databricks-config"));
    }

    private static async Task AssertDistrustAsync(AzureCloud cloud, Uri url, bool reroute = false)
    {
        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync(cloud, url, reroute ? url.Port : null));

        Assert.IsType<AuthenticationException>(failure.InnerException);
    }
}
