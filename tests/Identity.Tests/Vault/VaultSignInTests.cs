using Azure.Core;
using Azure.Identity;
using Layercake.Identity.Tests.Support;
using Layercake.Identity.Tokens;
using Layercake.Identity.Vault;
using Layercake.Testing;

namespace Layercake.Identity.Tests.Vault;

public sealed class VaultSignInTests
{
    private const string Vault = "https://vault.azure.net";

    private static readonly Dictionary<string, string> Application = new()
    {
        ["AZURE_TENANT_ID"] = "t",
        ["AZURE_CLIENT_ID"] = "from-the-environment",
        ["AZURE_CLIENT_SECRET"] = "s",
    };

    private readonly ManualClock clock = new();

    [Fact]
    public void The_local_clouds_developer_comes_first() =>
        Assert.Equal("client developer of tenant t", Choose(new AppCredentials("t", "developer", "s"), Application).Description);

    [Fact]
    public void Then_the_application_in_the_environment() =>
        Assert.Equal("client from-the-environment of tenant t", Choose(null, Application).Description);

    [Theory]
    [InlineData("AZURE_TENANT_ID")]
    [InlineData("AZURE_CLIENT_SECRET")]
    public void An_incomplete_environment_is_passed_over_for_the_Azure_CLI(string missing)
    {
        var variables = new Dictionary<string, string>(Application) { [missing] = "" };

        Assert.Equal("the Azure CLI", Choose(null, variables).Description);
    }

    [Fact]
    public async Task The_Azure_CLI_is_asked_again_only_when_its_token_runs_out()
    {
        var commandLine = new FixedCredential(clock: clock);
        var signIn = Choose(null, [], commandLine);

        await signIn.GetAsync(Vault, renew: false, CancellationToken.None);
        clock.Advance(TimeSpan.FromMinutes(54));
        Assert.Equal("token-1", (await signIn.GetAsync(Vault, renew: false, CancellationToken.None)).Token);
        clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("token-2", (await signIn.GetAsync(Vault, renew: false, CancellationToken.None)).Token);
        Assert.Equal(2, commandLine.Calls);
    }

    [Fact]
    public async Task Nobody_signed_in_says_how_to_sign_in()
    {
        var signIn = Choose(null, [], new FixedCredential(new CredentialUnavailableException("Please run 'az login' to set up account")));

        var failure = await Assert.ThrowsAsync<SignInException>(() =>
            signIn.GetAsync(Vault, renew: false, CancellationToken.None).AsTask()
        );

        Assert.Equal(
            "Nobody is signed in who could read the vault: Please run 'az login' to set up account. Run az login, or set "
                + "AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET to an application that may read its secrets.",
            failure.Message
        );
    }

    [Fact]
    public void Credentials_do_not_print_their_secret() =>
        Assert.DoesNotContain("canary", new AppCredentials("t", "c", "canary").ToString(), StringComparison.Ordinal);

    private ITokenSource Choose(AppCredentials? developer, Dictionary<string, string> variables, TokenCredential? commandLine = null) =>
        VaultSignIn.Choose(
            AzureCloud.Public,
            developer,
            variables.GetValueOrDefault,
            new ScriptedAzure((_, _) => ScriptedAzure.Reply(500)).Client,
            clock,
            commandLine ?? new FixedCredential()
        );
}
