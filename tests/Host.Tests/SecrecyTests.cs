using System.Text;
using Layercake.Host.Tests.Support;
using Layercake.LocalCloud;

namespace Layercake.Host.Tests;

/// <summary>Neither a secret nor a token appears in what is printed or in a file, however much is asked for.</summary>
public sealed class SecrecyTests(User shared) : IClassFixture<User>, IAsyncLifetime
{
    /// <summary>How every signed token begins: <c>{"</c> in base64.</summary>
    private const string AnyToken = "eyJ";

    private User user = null!;

    public async Task InitializeAsync() => user = await shared.StartOverAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_deployment_tells_no_secret()
    {
        var run = await user.WithSmallProject().RunAsync("--target=Plan", "--target=Deploy", "--verbosity=diagnostic");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains(run.Lines, line => line.Contains("POST /api/2.1/clusters/create answered 200 in", StringComparison.Ordinal));
        Assert.Contains(
            run.Lines,
            line => line.Contains("POST /api/2.1/clusters/create sends {\"cluster_name\":\"etl\"", StringComparison.Ordinal)
        );
        await AssertSecretAsync(run);
    }

    [Fact]
    public async Task A_deployment_that_fails_tells_no_secret()
    {
        var secret = await user.SecretAsync("client-secret");
        await user.Cloud.AddFaultAsync(
            $$"""
            {
              "method": "POST",
              "path": "/api/2.1/clusters/create",
              "status": 400,
              "body": "eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJ4In0.c2lnbmF0dXJl was refused"
            }
            """
        );
        await user.Cloud.AddFaultAsync(
            """{ "method": "POST", "path": "/api/2.0/workspace/import", "status": 400, "skip": 3, "times": 0 }"""
        );

        var run = await user.WithSmallProject().RunAsync("--verbosity=diagnostic");

        Assert.Equal(1, run.ExitCode);
        Assert.DoesNotContain(secret, run.Text, StringComparison.Ordinal);
        await AssertSecretAsync(run);
    }

    [Theory]
    [InlineData("--verbosity=normal", 0)]
    [InlineData("--verbosity=verbose", 1)]
    public async Task Requests_are_shown_only_when_asked_for(string verbosity, int lines)
    {
        var run = await user.WithSmallProject().RunAsync("--target=Plan", verbosity);

        Assert.Equal(
            lines,
            run.Lines.Count(line => line.StartsWith("    GET /api/2.1/clusters/list answered 200 in ", StringComparison.Ordinal))
        );
        Assert.DoesNotContain(run.Lines, line => line.Contains(" brought ", StringComparison.Ordinal));
    }

    private async Task AssertSecretAsync(HostRun run)
    {
        var cloud = user.Cloud.Description;
        var secrets = new[] { await user.SecretAsync("client-secret"), cloud.DeveloperClientSecret, cloud.Token, AnyToken };
        foreach (var secret in secrets)
            Assert.DoesNotContain(secret, run.Text, StringComparison.Ordinal);

        foreach (
            var file in Directory.EnumerateFiles(
                user.Home,
                "*",
                new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }
            )
        )
        {
            // Single bytes become single characters, so that no file is unreadable.
            var content = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file));
            foreach (var secret in secrets)
                Assert.DoesNotContain(secret, content, StringComparison.Ordinal);
        }
    }
}
