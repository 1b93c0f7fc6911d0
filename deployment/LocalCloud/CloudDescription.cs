using System.Text;
using Layercake.LocalCloud.Hosting;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud;

/// <summary>Where a running local cloud is and what it accepts: the content of <c>.local/cloud.json</c>. No URL ends with a slash.</summary>
[JsonObject(ItemRequired = Required.Always)]
public sealed record CloudDescription
{
    [JsonProperty("workspace_http")] public required string WorkspaceHttp { get; init; }

    [JsonProperty("workspace_https")] public required string WorkspaceHttps { get; init; }

    /// <summary>A personal access token that the workspace accepts.</summary>
    [JsonProperty("token")] public required string Token { get; init; }

    /// <summary>Entra, without the tenant.</summary>
    [JsonProperty("authority")] public required string Authority { get; init; }

    [JsonProperty("arm")] public required string Arm { get; init; }

    [JsonProperty("vault")] public required string Vault { get; init; }

    [JsonProperty("tenant_id")] public required string TenantId { get; init; }

    /// <summary>The deployment's service principal; its secret is in the vault under <see cref="ClientSecretName"/>.</summary>
    [JsonProperty("client_id")] public required string ClientId { get; init; }

    [JsonProperty("client_secret_name")] public required string ClientSecretName { get; init; }

    /// <summary>The path of the server's certificate in PEM.</summary>
    [JsonProperty("certificate_pem")] public required string CertificatePem { get; init; }

    [JsonProperty("admin")] public required string Admin { get; init; }

    [JsonProperty("subscription_id")] public required string SubscriptionId { get; init; }

    [JsonProperty("resource_group")] public required string ResourceGroup { get; init; }

    [JsonProperty("workspace_name")] public required string WorkspaceName { get; init; }

    [JsonProperty("workspace_id")] public required string WorkspaceId { get; init; }

    [JsonProperty("vault_name")] public required string VaultName { get; init; }

    /// <summary>The identity that a laptop has from <c>az login</c> elsewhere: it may read the vault.</summary>
    [JsonProperty("developer_client_id")] public required string DeveloperClientId { get; init; }

    [JsonProperty("developer_client_secret")] public required string DeveloperClientSecret { get; init; }

    [JsonProperty("process_id")] public required int ProcessId { get; init; }

    /// <summary>Writes the file aside and moves it into place, so that a reader never sees half of it; only its owner may read it.</summary>
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
            return (int?)answer["process_id"] == description.ProcessId && (string?)answer["workspace_id"] == description.WorkspaceId ? description : null;
        }
        catch (Exception error) when (error is HttpRequestException or JsonException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            return null;
        }
    }
}
