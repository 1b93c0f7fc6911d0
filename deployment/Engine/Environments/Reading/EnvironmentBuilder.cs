using System.Globalization;
using Layercake.Engine.Declarations;
using Layercake.Engine.Environments.Settings;
using Layercake.Identity;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Environments.Reading;

/// <summary>Makes an environment from settings that were checked.</summary>
internal sealed class EnvironmentBuilder(
    IReadOnlyDictionary<string, SettingValue> values,
    IReadOnlyDictionary<string, EnvironmentVariable> variables,
    GivenSecrets given
)
{
    private readonly EntraAuthority? authority = values.GetValueOrDefault("authority") is { } value
        ? EntraAuthority.TryParse(value.Text)
        : null;

    private AzureCloud Cloud =>
        AzureCloud.Named(values.GetValueOrDefault("cloud")?.Text ?? "")
        ?? (authority is null ? null : AzureCloud.WithAuthority(authority.Host.Host))
        ?? AzureCloud.Public;

    public DeploymentEnvironment Build(string name, string file) =>
        WithDeployment(WithSignIn(WithAddresses(new DeploymentEnvironment { Name = name, File = file }))) with
        {
            Infrastructure = Infrastructure(),
            Settings = WorkspaceSettings
                .All.Concat(DeployingSettings.All)
                .Select(setting => (setting.Key, Value: SettingText(setting.Key)))
                .Where(setting => !string.IsNullOrEmpty(setting.Value))
                .ToDictionary(setting => setting.Key, setting => setting.Value!, StringComparer.Ordinal),
            Positions = values.ToDictionary(
                value => value.Key,
                value => new SourceLocation(value.Value.File, value.Value.Line, value.Value.Column)
            ),
        };

    private DeploymentEnvironment WithAddresses(DeploymentEnvironment environment) =>
        environment with
        {
            WorkspaceUrl = Optional("workspace_url") is { } url ? new Uri(url) : null,
            SubscriptionId = Optional("subscription_id"),
            ResourceGroup = Optional("resource_group"),
            WorkspaceName = Optional("workspace_name"),
            Vault = Vault(),
            Cloud = Cloud.Name,
            IsLocal = EnvironmentFiles.IsLocal(environment.Name, values),
        };

    private DeploymentEnvironment WithSignIn(DeploymentEnvironment environment) =>
        environment with
        {
            SecretPrefix = Optional("secret_prefix") ?? "",
            SecretNames = SecretNames(),
            AuthorityType = Text("authority_type"),
            TenantId = Optional("tenant_id") ?? authority?.Tenant,
            ClientId = Optional("client_id"),
            Resource = Text("resource"),
            CertificateFile = File("certificate_file"),
            PrivateKeyFile = File("private_key_file"),
            CertificateThumbprint = Optional("cert_thumbprint"),
            ServiceConnectionId = Optional("service_connection_id"),
            Given = given,
        };

    private DeploymentEnvironment WithDeployment(DeploymentEnvironment environment) =>
        environment with
        {
            NotebooksPath = Text("notebooks_path"),
            ContentPath = Text("content_path"),
            InitScriptsDestination = Text("init_scripts_destination"),
            LibrariesDestination = Text("libraries_destination"),
            DeploysAs = Optional("deploys_as"),
            DeploysAsAuto = Optional(DeployerChecks.Setting),
            StopClusters = (bool)Value("stop_clusters")!,
            StopWarehouses = (bool)Value("stop_warehouses")!,
            RestartClusters = (bool)Value("restart_clusters")!,
            Concurrency = (int)Value("concurrency")!,
            Prune = (bool)Value("prune")!,
            PruneLimit = (int)Value("prune_limit")!,
            PruneAdopted = (bool)Value("prune_adopted")!,
            Approve = Approve(),
            OwnerOnly = (bool)Value("owner_only")!,
            PermissionDrift = Text("permission_drift"),
            StatePath = Text("state_path"),
            DeploymentName = Text("deployment_name"),
            MappingsFile = File("mappings"),
            Variables = variables,
            Overlays = Document("overlays"),
            NamePrefix = Optional("name_prefix") ?? "",
            AssetTags = Document("asset_tags"),
            PipelineDevelopment = (bool?)Value("pipeline_development"),
        };

    private SecretNames SecretNames() =>
        new()
        {
            TenantId = Text("secret_names.tenant_id"),
            ClientId = Text("secret_names.client_id"),
            ClientSecret = Text("secret_names.client_secret"),
            Certificate = Text("secret_names.certificate"),
            CertificatePassword = Optional("secret_names.certificate_password"),
            AccessToken = Optional("secret_names.pat_token"),
            SubscriptionId = Text("secret_names.subscription_id"),
        };

    private InfrastructureSettings Infrastructure() =>
        new()
        {
            Location = Optional("location"),
            WorkspaceSku = Optional("workspace_sku"),
            Vnet = Text("vnet"),
            VnetAddress = Text("vnet_address"),
            PublicSubnet = Text("public_subnet"),
            PrivateSubnet = Text("private_subnet"),
            VaultAccess = Text("vault_access"),
            SecretScope = Optional("secret_scope"),
            Tags = Optional("tags"),
        };

    private Uri? Vault() =>
        Optional("vault_url") is { } url ? new Uri(url)
        : Optional("vault_name") is { } name ? new Uri($"https://{name.ToLowerInvariant()}.{Cloud.VaultSuffix}")
        : null;

    private IReadOnlyList<ApprovalClass>? Approve() =>
        values.GetValueOrDefault("approve") is { } value ? ApprovalEntries.Read(value, []) : null;

    private string? SettingText(string key) =>
        key == "approve"
            ? Approve() is { } classes ? ApprovalClass.TextOf(classes) : null
            : Convert.ToString(Value(key), CultureInfo.InvariantCulture);

    private string? File(string key) => values.GetValueOrDefault(key)?.FullPath;

    private string Text(string key) => ((string)Value(key)!).TrimEnd('/');

    private JObject? Document(string key) => values.GetValueOrDefault(key)?.Value as JObject;

    private string? Optional(string key) => values.GetValueOrDefault(key)?.Text;

    private object? Value(string key) => values.GetValueOrDefault(key)?.Value ?? EnvironmentSettings.Find(key)!.Default;
}
