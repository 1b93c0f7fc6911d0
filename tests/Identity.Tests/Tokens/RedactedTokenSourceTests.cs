using Layercake.Identity.Tests.Support;
using Layercake.Identity.Tokens;
using Layercake.Secrecy;
using Layercake.Testing;

namespace Layercake.Identity.Tests.Tokens;

public sealed class RedactedTokenSourceTests
{
    [Fact]
    public async Task A_token_of_the_Azure_CLI_is_known_before_whoever_asked_has_it()
    {
        var redactor = new Redactor();
        var masked = new List<string>();
        redactor.Registered = masked.Add;
        var tokens = new RedactedTokenSource(AzureSdkTokenSources.AzureCli(new FixedCredential(), new ManualClock()), redactor);

        var first = await tokens.GetAsync("https://vault.azure.net", renew: false, CancellationToken.None);
        await tokens.GetAsync("https://vault.azure.net", renew: false, CancellationToken.None);
        await tokens.GetAsync("https://management.azure.com", renew: false, CancellationToken.None);

        Assert.Equal("token-1", first.Token);
        Assert.Equal(["token-1", "token-2"], masked);
        Assert.Equal("got ***", redactor.Redact("got token-2"));
        Assert.Equal("the Azure CLI", tokens.Description);
    }
}
