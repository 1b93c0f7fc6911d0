using System.Globalization;
using System.Security.Cryptography;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Identity;

/// <summary>Who and what exists in this cloud from the start: tenant, subscription, workspace, vault, applications, keys.</summary>
/// <remarks>Made once, then kept in the state.</remarks>
public sealed class CloudAccounts
{
    private const string TableName = "cloud";
    private const string Key = "accounts";

    private readonly CloudState state;
    private readonly JObject document;

    public CloudAccounts(CloudState state)
    {
        this.state = state;
        document = state.Table(TableName).Get(Key) ?? Create();
        Deployment = App("deployment");
        Developer = App("developer");
        User = new Principal((string)document["user_id"]!, "developer@layercake.example", "Local Developer", IsServicePrincipal: false);
        Keep();
    }

    public string TenantId => Text("tenant_id");

    public string SubscriptionId => Text("subscription_id");

    public string ResourceGroup => "layercake";

    public string WorkspaceName => "layercake-local";

    /// <summary>16 digits, also in <c>x-databricks-org-id</c>.</summary>
    public string WorkspaceId => Text("workspace_id");

    public string AccountId => Text("account_id");

    public string VaultName => "layercake-local";

    public string ClientSecretName => "client-secret";

    /// <summary>The personal access token of <see cref="User"/>.</summary>
    public string Token => Text("token");

    public byte[] SigningKey => Convert.FromBase64String(Text("signing_key"));

    public Principal User { get; }

    /// <summary>The service principal that deploys; its secret is in the vault.</summary>
    public CloudApp Deployment { get; }

    /// <summary>What stands in for a person's <c>az login</c>.</summary>
    public CloudApp Developer { get; }

    public CloudApp? FindApp(string? clientId) =>
        new[] { Deployment, Developer }.FirstOrDefault(app => string.Equals(app.ClientId, clientId, StringComparison.OrdinalIgnoreCase));

    /// <summary>Writes the accounts into the state again, after it was cleared: clients go on with the keys they have.</summary>
    public void Keep()
    {
        if (state.Table(TableName).Get(Key) is null)
            state.Table(TableName).Put(Key, document);
    }

    private string Text(string name) => (string)document[name]!;

    private CloudApp App(string name) => new(Text($"{name}_client_id"), Text($"{name}_object_id"), Text($"{name}_secret"), $"layercake-{name}", Text($"{name}_scim_id"));

    private static JObject Create()
    {
        var document = new JObject
        {
            ["tenant_id"] = NewGuid(),
            ["subscription_id"] = NewGuid(),
            ["account_id"] = NewGuid(),
            ["workspace_id"] = NewNumber(),
            ["token"] = $"dapi{RandomNumberGenerator.GetHexString(32, lowercase: true)}-2",
            ["signing_key"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            ["user_id"] = NewNumber(),
        };
        foreach (var app in new[] { "deployment", "developer" })
        {
            document[$"{app}_client_id"] = NewGuid();
            document[$"{app}_object_id"] = NewGuid();
            document[$"{app}_secret"] = RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789~._-", 40);
            document[$"{app}_scim_id"] = NewNumber();
        }

        return document;
    }

    private static string NewGuid() => Guid.NewGuid().ToString();

    private static string NewNumber() =>
        (RandomNumberGenerator.GetInt32(10_000_000, 90_000_000) * 100_000_000L + RandomNumberGenerator.GetInt32(0, 100_000_000)).ToString(CultureInfo.InvariantCulture);
}

/// <summary>An application registered in the tenant, and its service principal.</summary>
public sealed record CloudApp(string ClientId, string ObjectId, string Secret, string DisplayName, string ScimId)
{
    /// <summary>As the workspace knows it.</summary>
    public Principal Principal => new(ScimId, ClientId, DisplayName, IsServicePrincipal: true);
}
