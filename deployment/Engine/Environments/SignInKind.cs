namespace Layercake.Engine.Environments;

/// <summary>One way to sign in, as <c>authority_type</c> spells it.</summary>
public sealed record SignInKind(string Name, string Description)
{
    /// <summary>Gives tokens only for the workspace, so that no request to Azure is possible.</summary>
    public bool IsWorkspaceOnly { get; init; }

    /// <summary>Takes a certificate or its key.</summary>
    public bool TakesCertificate { get; init; }

    /// <summary>Takes a client secret.</summary>
    public bool TakesSecret { get; init; }

    /// <summary>Takes a personal access token.</summary>
    public bool TakesAccessToken { get; init; }

    /// <summary>Tenant and client id may be read from the vault.</summary>
    public bool IsDescribedInVault { get; init; }
}

/// <summary>The table of all ways to sign in.</summary>
public static class SignInKinds
{
    public const string Auto = "auto";
    public const string ClientSecret = "spn-key";
    public const string Certificate = "spn-cert";
    public const string ManagedIdentity = "msi";
    public const string AccessToken = "pat";
    public const string GitHub = "github-oidc";
    public const string AzurePipelines = "azure-pipelines";
    public const string WorkloadIdentity = "workload-identity";
    public const string AzureCli = "azure-cli";
    public const string DatabricksOAuth = "databricks-oauth";

    public static IReadOnlyList<SignInKind> All { get; } =
    [
        new(ClientSecret, "a service principal with a client secret") { TakesSecret = true, IsDescribedInVault = true },
        new(Certificate, "a service principal with a certificate") { TakesCertificate = true, IsDescribedInVault = true },
        new(ManagedIdentity, "the managed identity of the machine or app"),
        new(AccessToken, "a personal access token") { IsWorkspaceOnly = true, TakesAccessToken = true },
        new(GitHub, "a job of GitHub Actions"),
        new(AzurePipelines, "a service connection of Azure Pipelines"),
        new(WorkloadIdentity, "a pod or machine with a federated token file"),
        new(AzureCli, "whoever ran `az login`"),
        new(DatabricksOAuth, "a service principal with an OAuth secret of the workspace")
        {
            IsWorkspaceOnly = true,
            TakesSecret = true,
            IsDescribedInVault = true,
        },
        new(Auto, "the first of these that the surroundings allow")
        {
            TakesSecret = true,
            TakesCertificate = true,
            TakesAccessToken = true,
        },
    ];

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(kind => kind.Name)];

    /// <summary>Null when there is no such way.</summary>
    public static SignInKind? Find(string name) => All.FirstOrDefault(kind => kind.Name == name);
}
