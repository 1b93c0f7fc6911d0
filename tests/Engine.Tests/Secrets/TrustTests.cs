using Layercake.Engine.Environments.Reading;
using Layercake.Engine.Tests.Declarations;

namespace Layercake.Engine.Tests.Secrets;

public sealed class TrustTests
{
    private static readonly string[] Switches =
    [
        "CertificateValidationCallback",
        "DangerousAccept",
        "CheckCertificateRevocationList",
        "CertificateChainPolicy",
    ];

    [Fact]
    public void One_place_decides_which_certificates_are_trusted()
    {
        var deciding = new[] { "build", "deployment/Engine", "deployment/Identity", "deployment/Rest", "deployment/Secrecy" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories))
            .Where(file => Switches.Any(File.ReadAllText(file).Contains))
            .Select(Path.GetFileName);

        Assert.Equal(["AzureHttpClientFactory.cs"], deciding);
    }

    [Fact]
    public void No_setting_turns_it_off()
    {
        Assert.Contains("workspace_url", EnvironmentSettings.Keys);
        Assert.DoesNotContain(
            EnvironmentSettings.Keys,
            key => new[] { "tls", "ssl", "verify", "insecure", "trust" }.Any(word => key.Contains(word, StringComparison.OrdinalIgnoreCase))
        );
    }
}
