using System.Text.RegularExpressions;
using Layercake.Browser.Tests.Support;
using Layercake.Host.Tests.Support;
using Layercake.LocalCloud;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Browser.Tests.Web;

/// <summary>Signing in at the local cloud, as docs/web.md says.</summary>
public sealed class WebEntraTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    [Trait("Extent", "Whole")]
    public async Task A_person_signs_in_at_a_local_cloud_whose_certificate_the_system_does_not_know()
    {
        using var home = new TempDirectory();
        home.Write("assets/deployment/environments/dev.json", """{ "cloud": "local" }""");
        await using var cloud = await LocalCloudFixture.StartAsync(new LocalCloudOptions { DescriptionFile = home["cloud.json"] });
        using var server = HostRun.Start(
            home.FullPath,
            [
                "--target=Web",
                $"--assets={home["assets"]}",
                $"--state={home["state"]}",
                $"--cloud-file={home["cloud.json"]}",
                $"--web-config={home.Write("web.json", Configuration(cloud.Description, home).ToString())}",
            ]
        );
        await server.WhenPrintedAsync("Ctrl-C stops it.");
        await using var context = await chromium.Browser.NewContextAsync(new() { IgnoreHTTPSErrors = true });
        var page = await context.NewPageAsync();

        await page.GotoAsync(Regex.Match(server.Text, @"http://\S+").Value);
        await page.GetByText("looker@layercake.example").ClickAsync();

        await page.Locator(".bar .user").Filter(new() { HasText = "looker@layercake.example" }).WaitForAsync();
        await page.GetByText("Sign out").ClickAsync();
        await page.GetByText("You are signed out of this page.").WaitForAsync();
    }

    private static JObject Configuration(CloudDescription cloud, TempDirectory home) =>
        new()
        {
            ["auth"] = "entra",
            ["entra"] = new JObject
            {
                ["authority"] = cloud.Authority,
                ["tenant_id"] = cloud.TenantId,
                ["client_id"] = cloud.WebClientId,
                ["client_secret_file"] = home.Write("secret", cloud.WebClientSecret),
            },
            ["roles"] = new JObject { ["*"] = new JObject { ["look"] = new JArray("Layercake.Look") } },
        };
}
