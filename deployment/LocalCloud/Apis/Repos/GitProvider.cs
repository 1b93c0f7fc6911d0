using Layercake.LocalCloud.Http;

namespace Layercake.LocalCloud.Apis.Repos;

/// <summary>The Git providers that the service knows, whose names may be written in any case.</summary>
internal static class GitProvider
{
    /// <summary>The one that is signed in to with Entra, without a token.</summary>
    private const string Entra = "azureDevOpsServicesAad";

    private static readonly string[] all =
    [
        "gitHub",
        "bitbucketCloud",
        "gitLab",
        "azureDevOpsServices",
        "gitHubEnterprise",
        "bitbucketServer",
        "gitLabEnterpriseEdition",
        "awsCodeCommit",
    ];

    /// <summary>As the service spells it.</summary>
    /// <exception cref="ApiError">400 INVALID_PARAMETER_VALUE.</exception>
    public static string Of(string sent) => Find(sent, all);

    /// <summary>Of a credential.</summary>
    /// <inheritdoc cref="Of"/>
    public static string OfCredential(string sent) => Find(sent, [.. all, Entra]);

    private static string Find(string sent, string[] known) =>
        Array.Find(known, name => name.Equals(sent, StringComparison.OrdinalIgnoreCase))
        ?? throw ApiError.InvalidParameter($"Unknown Git provider: {sent}. It is one of {string.Join(", ", known)}.");
}
