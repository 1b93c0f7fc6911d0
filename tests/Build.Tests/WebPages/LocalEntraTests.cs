using Build.WebPages;
using Layercake.Testing;
using Layercake.Web.Configuration;

namespace Layercake.Build.Tests.WebPages;

public sealed class LocalEntraTests : IAsyncLifetime
{
    private LocalCloudFixture cloud = null!;

    public async Task InitializeAsync() => cloud = await LocalCloudFixture.StartAsync();

    public async Task DisposeAsync() => await cloud.DisposeAsync();

    [Fact]
    public async Task The_certificate_of_the_local_cloud_that_runs_is_trusted_by_both_names_of_this_machine()
    {
        var (authority, tenant) = (new Uri(cloud.Description.Authority), cloud.Description.TenantId);
        foreach (var host in new[] { "127.0.0.1", "localhost" })
        {
            var named = new UriBuilder(authority) { Host = host }.Uri;
            using var handler = LocalEntra.HandlerOf(Configured(named), cloud.Description)!;
            using var http = new HttpClient(handler);

            using var answer = await http.GetAsync(new Uri(named, $"/{tenant}/v2.0/.well-known/openid-configuration"));

            Assert.True(answer.IsSuccessStatusCode);
        }
    }

    [Theory]
    [InlineData("https://login.microsoftonline.com")]
    [InlineData("https://127.0.0.1:1")]
    public void Another_Entra_is_left_to_the_certificates_of_the_system(string authority) =>
        Assert.Null(LocalEntra.HandlerOf(Configured(new Uri(authority)), cloud.Description));

    [Fact]
    public void Without_Entra_there_is_nothing_to_trust() => Assert.Null(LocalEntra.HandlerOf(new WebConfiguration(), cloud.Description));

    private static WebConfiguration Configured(Uri authority) =>
        new() { Entra = new EntraSettings(authority, "tenant", "client") { ClientSecret = "secret" } };
}
