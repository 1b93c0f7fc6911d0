using System.Runtime.Versioning;
using Layercake.Host.Tests.Support;
using Layercake.LocalCloud;
using Newtonsoft.Json.Linq;

namespace Layercake.Host.Tests;

/// <summary>Tokens that come from a process and not from an answer: those of the Azure CLI.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class CommandLineTokenTests(User shared) : IClassFixture<User>, IAsyncLifetime
{
    private const string Databricks = "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d";

    private User user = null!;

    public async Task InitializeAsync() => user = await shared.StartOverAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("GITHUB_ACTIONS", "::add-mask::")]
    [InlineData("TF_BUILD", "##vso[task.setsecret]")]
    public async Task Each_is_masked_before_it_is_used_and_appears_nowhere_else(string ci, string mask)
    {
        // A stranger shows the management token too, in a header of its own.
        await user.Cloud.AdminAsync(
            "POST",
            "/workspace-users",
            new JObject { ["client_id"] = user.Cloud.Description.DeveloperClientId, ["member"] = false }
        );
        var (workspace, azure, management) = (
            await user.Cloud.TokenAsync(Databricks),
            await user.Cloud.TokenAsync("https://management.azure.com"),
            await user.Cloud.TokenAsync("https://management.core.windows.net")
        );
        var script = $$"""
            #!/bin/sh
            case "$*" in
              *{{Databricks}}*) token={{workspace}} ;;
              *management.core.windows.net*) token={{management}} ;;
              *) token={{azure}} ;;
            esac
            echo "{ \"accessToken\": \"$token\", \"expiresOn\": \"2099-01-01 00:00:00.000000\", \"tokenType\": \"Bearer\" }"

            """;

        var cloud = user.Cloud.Description;
        var run = await user.WithSmallProject()
            .RunInCiWithAzureCliAsync(
                ci,
                script,
                "--target=Plan",
                "--authority-type=azure-cli",
                $"--subscription-id={cloud.SubscriptionId}",
                $"--resource-group={cloud.ResourceGroup}",
                $"--workspace-name={cloud.WorkspaceName}",
                "--verbosity=diagnostic"
            );

        Assert.True(run.ExitCode == 0, run.Text);
        var lines = run.Text.Split('\n').Select(line => line.TrimEnd()).ToList();
        var firstAnswer = lines.FindIndex(line => line.Contains(" answered 200 in ", StringComparison.Ordinal));
        foreach (var token in new[] { workspace, azure, management })
        {
            Assert.InRange(lines.IndexOf(mask + token), 0, firstAnswer - 1);
            Assert.Single(lines, line => line.Contains(token, StringComparison.Ordinal));
        }
    }
}
