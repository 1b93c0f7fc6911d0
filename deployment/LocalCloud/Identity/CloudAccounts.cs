using System.Globalization;
using System.Security.Cryptography;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Identity;

/// <summary>Who and what exists in this cloud from the start: tenant, subscription, workspace, vault, applications, keys.</summary>
/// <remarks>Made once, then kept in the state; what an older state lacks is added to it.</remarks>
internal sealed class CloudAccounts
{
    private const string TableName = "cloud";
    private const string Key = "accounts";

    private readonly CloudState state;
    private readonly Lock gate = new();
    private JObject document;

    /// <param name="tenantId">The tenant of a cloud that is new; null makes one up.</param>
    public CloudAccounts(CloudState state, string? tenantId)
    {
        this.state = state;
        var kept = state.Table(TableName).Get(Key);
        document = Complete(kept, tenantId);
        if (!JToken.DeepEquals(kept, document))
            state.Table(TableName).Put(Key, document);

        Deployment = App("deployment");
        Developer = App("developer");
        UserAssignedIdentity = App("user_assigned_identity") with { Secret = null };
        SystemAssignedIdentity = App("system_assigned_identity") with { Secret = null };
        Web = App("web");
        User = new Principal((string)document["user_id"]!, "developer@layercake.example", "Local Developer", IsServicePrincipal: false);
    }

    public string TenantId => Text("tenant_id");

    public string SubscriptionId => Text("subscription_id");

    public string ResourceGroup => "layercake";

    public string Location => "westeurope";

    public string WorkspaceName => "layercake-local";

    /// <summary>16 digits, also in <c>x-databricks-org-id</c>.</summary>
    public string WorkspaceId => Text("workspace_id");

    public string WorkspaceResourceId => ResourceId("Microsoft.Databricks/workspaces", WorkspaceName);

    public string AccountId => Text("account_id");

    public string VaultName => "layercake-local";

    public string ClientSecretName => "client-secret";

    /// <summary>The workspace's own OAuth secret of <see cref="Deployment"/>.</summary>
    public string OAuthSecretName => "databricks-oauth-secret";

    /// <summary>
    /// The client certificate of <see cref="Deployment"/> with its key, as the vault keeps a certificate: a PFX in base64.
    /// </summary>
    public string CertificateSecretName => "client-certificate";

    /// <summary>The same certificate and key in PEM.</summary>
    public string PemCertificateSecretName => "client-certificate-pem";

    /// <summary>The personal access token of <see cref="User"/>.</summary>
    public string Token => Text("token");

    public byte[] SigningKey => Convert.FromBase64String(Text("signing_key"));

    /// <summary>What a GitHub job would find in <c>ACTIONS_ID_TOKEN_REQUEST_TOKEN</c>.</summary>
    public string GitHubRequestToken => Text("github_request_secret");

    /// <summary>What an Azure Pipelines job would find in <c>System.AccessToken</c>.</summary>
    public string PipelinesAccessToken => Text("pipelines_access_secret");

    public string ServiceConnectionId => Text("service_connection_id");

    /// <summary>What App Service would put into <c>IDENTITY_HEADER</c>.</summary>
    public string IdentityHeader => Text("identity_header_secret");

    public Principal User { get; }

    /// <summary>The service principal that deploys; its secret is in the vault.</summary>
    public CloudApp Deployment { get; }

    /// <summary>What stands in for a person's <c>az login</c>.</summary>
    public CloudApp Developer { get; }

    public CloudApp UserAssignedIdentity { get; }

    public string UserAssignedIdentityResourceId => ResourceId("Microsoft.ManagedIdentity/userAssignedIdentities", "layercake-local");

    public CloudApp SystemAssignedIdentity { get; }

    /// <summary>A web page that users sign in to. Its service principal is none of the workspace's.</summary>
    public CloudApp Web { get; }

    /// <summary>The applications that every cloud has and the workspace knows.</summary>
    public IEnumerable<CloudApp> Seeded => [Deployment, Developer, UserAssignedIdentity, SystemAssignedIdentity];

    /// <summary>Writes the accounts into the state again, after it was cleared: clients go on with the keys they have.</summary>
    public void Keep()
    {
        lock (gate)
            if (state.Table(TableName).Get(Key) is null)
                state.Table(TableName).Put(Key, document);
    }

    /// <summary>A part that is made when it is first asked for and then stays: keys that would cost a start-up.</summary>
    public JObject Remember(string name, Func<JObject> create)
    {
        lock (gate)
        {
            if (document[name] is JObject known)
                return known;

            var changed = (JObject)document.DeepClone();
            changed[name] = create();
            state.Table(TableName).Put(Key, changed);
            document = changed;
            return (JObject)changed[name]!;
        }
    }

    /// <summary>What was remembered, or null when nobody has asked for it yet.</summary>
    public JObject? Recall(string name) => document[name] as JObject;

    internal static CloudApp NewApp(string name) =>
        new(NewGuid(), NewGuid(), NewSecret(), name, NewNumber())
        {
            OAuthSecret = $"dose{RandomNumberGenerator.GetHexString(32, lowercase: true)}",
        };

    private string ResourceId(string type, string name) =>
        $"/subscriptions/{SubscriptionId}/resourceGroups/{ResourceGroup}/providers/{type}/{name}";

    private string Text(string name) => (string)document[name]!;

    private CloudApp App(string name) =>
        new(
            Text($"{name}_client_id"),
            Text($"{name}_object_id"),
            Text($"{name}_secret"),
            $"layercake-{name.Replace('_', '-')}",
            Text($"{name}_scim_id")
        )
        {
            OAuthSecret = name == "deployment" ? Text("deployment_oauth_secret") : null,
        };

    private static JObject Complete(JObject? kept, string? tenantId)
    {
        var document = (JObject?)kept?.DeepClone() ?? [];
        Add("tenant_id", () => tenantId ?? NewGuid());
        Add("subscription_id", NewGuid);
        Add("account_id", NewGuid);
        Add("workspace_id", NewNumber);
        Add("token", () => $"dapi{RandomNumberGenerator.GetHexString(32, lowercase: true)}-2");
        Add("signing_key", () => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        Add("user_id", NewNumber);
        Add("github_request_secret", NewSecret);
        Add("pipelines_access_secret", NewSecret);
        Add("service_connection_id", NewGuid);
        Add("identity_header_secret", NewGuid);
        Add("deployment_oauth_secret", () => $"dose{RandomNumberGenerator.GetHexString(32, lowercase: true)}");
        foreach (var app in new[] { "deployment", "developer", "user_assigned_identity", "system_assigned_identity", "web" })
        {
            Add($"{app}_client_id", NewGuid);
            Add($"{app}_object_id", NewGuid);
            Add($"{app}_secret", NewSecret);
            Add($"{app}_scim_id", NewNumber);
        }

        return document;

        void Add(string name, Func<string> create) => document[name] ??= create();
    }

    private static string NewGuid() => Guid.NewGuid().ToString();

    private static string NewSecret() =>
        RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789~._-", 40);

    private static string NewNumber() =>
        (RandomNumberGenerator.GetInt32(10_000_000, 90_000_000) * 100_000_000L + RandomNumberGenerator.GetInt32(0, 100_000_000)).ToString(
            CultureInfo.InvariantCulture
        );
}
