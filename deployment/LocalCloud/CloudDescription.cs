using System.Text;
using Layercake.LocalCloud.Hosting;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud;

/// <summary>
/// Where a running local cloud is and what it accepts: the content of <c>.local/cloud.json</c>. No URL ends with a slash.
/// </summary>
/// <remarks>
/// <see cref="Vault"/> is the address of the vault that exists from the start. A vault that a deployment creates is served at a port of its
/// own,
/// on the same host with the same certificate: its <c>properties.vaultUri</c> in Resource Manager says where, and it stays there over
/// restarts.
/// Every workspace that a deployment creates is the one workspace of this cloud, at the same address.
/// </remarks>
[JsonObject(ItemRequired = Required.Always)]
public sealed record CloudDescription
{
    [JsonProperty("workspace_http")]
    public required string WorkspaceHttp { get; init; }

    [JsonProperty("workspace_https")]
    public required string WorkspaceHttps { get; init; }

    /// <summary>A personal access token that the workspace accepts.</summary>
    [JsonProperty("token")]
    public required string Token { get; init; }

    /// <summary>Entra, without the tenant.</summary>
    [JsonProperty("authority")]
    public required string Authority { get; init; }

    [JsonProperty("arm")]
    public required string Arm { get; init; }

    [JsonProperty("vault")]
    public required string Vault { get; init; }

    [JsonProperty("tenant_id")]
    public required string TenantId { get; init; }

    /// <summary>The deployment's service principal; its secret is in the vault under <see cref="ClientSecretName"/>.</summary>
    [JsonProperty("client_id")]
    public required string ClientId { get; init; }

    [JsonProperty("client_secret_name")]
    public required string ClientSecretName { get; init; }

    /// <summary>The path of the server's certificate in PEM.</summary>
    [JsonProperty("certificate_pem")]
    public required string CertificatePem { get; init; }

    [JsonProperty("admin")]
    public required string Admin { get; init; }

    [JsonProperty("subscription_id")]
    public required string SubscriptionId { get; init; }

    [JsonProperty("resource_group")]
    public required string ResourceGroup { get; init; }

    [JsonProperty("workspace_name")]
    public required string WorkspaceName { get; init; }

    [JsonProperty("workspace_id")]
    public required string WorkspaceId { get; init; }

    [JsonProperty("vault_name")]
    public required string VaultName { get; init; }

    /// <summary>The identity that a laptop has from <c>az login</c> elsewhere: it may read the vault.</summary>
    [JsonProperty("developer_client_id")]
    public required string DeveloperClientId { get; init; }

    [JsonProperty("developer_client_secret")]
    public required string DeveloperClientSecret { get; init; }

    /// <summary>The application of a web page that users sign in to.</summary>
    [JsonProperty("web_client_id")]
    public required string WebClientId { get; init; }

    [JsonProperty("web_client_secret")]
    public required string WebClientSecret { get; init; }

    /// <summary>
    /// An admin call that answers with the deployment's client certificate and key (<c>certificate</c>, <c>key</c>, <c>pem</c>, <c>pfx</c>,
    /// thumbprints).
    /// </summary>
    /// <remarks>The certificate is made by the first such call, or when its secret is first read from the vault.</remarks>
    [JsonProperty("client_certificate_url")]
    public required string ClientCertificateUrl { get; init; }

    /// <summary>The secret that holds the client certificate as a PFX in base64, content type <c>application/x-pkcs12</c>.</summary>
    [JsonProperty("client_certificate_secret_name")]
    public required string ClientCertificateSecretName { get; init; }

    /// <summary>The secret that holds key and certificate in PEM, content type <c>application/x-pem-file</c>.</summary>
    [JsonProperty("client_certificate_pem_secret_name")]
    public required string ClientCertificatePemSecretName { get; init; }

    /// <summary>The secret that holds the workspace's own OAuth secret of <see cref="ClientId"/>, for <c>/oidc/v1/token</c>.</summary>
    [JsonProperty("databricks_oauth_secret_name")]
    public required string DatabricksOAuthSecretName { get; init; }

    /// <summary>As <c>ACTIONS_ID_TOKEN_REQUEST_URL</c>: has a query already, so the audience is added with <c>&amp;</c>.</summary>
    [JsonProperty("github_oidc_request_url")]
    public required string GitHubOidcRequestUrl { get; init; }

    /// <summary>As <c>ACTIONS_ID_TOKEN_REQUEST_TOKEN</c>.</summary>
    [JsonProperty("github_oidc_request_token")]
    public required string GitHubOidcRequestToken { get; init; }

    /// <summary>As <c>SYSTEM_OIDCREQUESTURI</c>.</summary>
    [JsonProperty("azure_pipelines_oidc_request_uri")]
    public required string AzurePipelinesOidcRequestUri { get; init; }

    /// <summary>As <c>System.AccessToken</c>.</summary>
    [JsonProperty("azure_pipelines_access_token")]
    public required string AzurePipelinesAccessToken { get; init; }

    [JsonProperty("azure_pipelines_service_connection_id")]
    public required string AzurePipelinesServiceConnectionId { get; init; }

    /// <summary>
    /// An admin call that answers <c>{"token":…}</c> for a workload identity's token file; takes <c>subject</c>, <c>audience</c>,
    /// <c>issuer</c> and <c>lifetime_seconds</c>.
    /// </summary>
    [JsonProperty("federated_token_url")]
    public required string FederatedTokenUrl { get; init; }

    /// <summary>What stands in for <c>http://169.254.169.254</c>: as <c>AZURE_POD_IDENTITY_AUTHORITY_HOST</c>.</summary>
    [JsonProperty("imds")]
    public required string Imds { get; init; }

    /// <summary>As <c>IDENTITY_ENDPOINT</c> in App Service.</summary>
    [JsonProperty("identity_endpoint")]
    public required string IdentityEndpoint { get; init; }

    /// <summary>As <c>IDENTITY_HEADER</c> in App Service.</summary>
    [JsonProperty("identity_header")]
    public required string IdentityHeader { get; init; }

    /// <summary>The user-assigned identity; asked without any, the system-assigned one answers.</summary>
    [JsonProperty("managed_identity_client_id")]
    public required string ManagedIdentityClientId { get; init; }

    [JsonProperty("managed_identity_object_id")]
    public required string ManagedIdentityObjectId { get; init; }

    [JsonProperty("managed_identity_resource_id")]
    public required string ManagedIdentityResourceId { get; init; }

    /// <summary>The ARM id of the workspace, for <c>X-Databricks-Azure-Workspace-Resource-Id</c>.</summary>
    [JsonProperty("workspace_resource_id")]
    public required string WorkspaceResourceId { get; init; }

    [JsonProperty("process_id")]
    public required int ProcessId { get; init; }

    /// <summary>
    /// Writes the file aside and moves it into place, so that a reader never sees half of it; only its owner may read it.
    /// </summary>
    public void Save(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var aside = $"{path}.{Guid.NewGuid():N}";
        using (var file = PrivateFile.Create(aside))
            file.Write(Encoding.UTF8.GetBytes(JsonConvert.SerializeObject(this, Formatting.Indented) + "\n"));

        File.Move(aside, path, overwrite: true);
    }

    /// <summary>What the file says, or null when there is none that can be read as a description; the cloud it names may be gone.</summary>
    public static CloudDescription? TryLoad(string path)
    {
        try
        {
            return JsonConvert.DeserializeObject<CloudDescription>(File.ReadAllText(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>The description in the file if the very cloud it names answers, otherwise null.</summary>
    public static async Task<CloudDescription?> FindRunningAsync(string path, CancellationToken ct)
    {
        if (TryLoad(path) is not { } description)
            return null;

        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(5) };
        try
        {
            // Another program may have taken the port since, so the answer must name the same process and workspace.
            var answer = JObject.Parse(await client.GetStringAsync(new Uri(description.Admin), ct));
            return (int?)answer["process_id"] == description.ProcessId && (string?)answer["workspace_id"] == description.WorkspaceId
                ? description
                : null;
        }
        catch (Exception error)
            when (error is HttpRequestException or JsonException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            return null;
        }
    }
}
