namespace Layercake.Engine.Environments;

/// <summary>The table of everything that an environment file may say.</summary>
public static class EnvironmentSettings
{
    private const string Segments = @"(/(?!\.\.?(/|$))[^/\u0000-\u001f]+)";

    // The workspace's own root cannot be written to, and /Workspace is another name for it.
    private const string WorkspaceFolder = $"^(?!/Workspace/?$){Segments}+/?$";

    private const string WorkspaceFolderForm = "an absolute workspace path below the root, such as /Shared/layercake, without empty, . or .. parts";

    private const string Guid = "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$";

    private const string GuidForm = "a GUID such as 12345678-90ab-cdef-1234-567890abcdef";

    private const string Tenant = @"^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|([0-9a-zA-Z]([-0-9a-zA-Z]{0,61}[0-9a-zA-Z])?\.)+[a-zA-Z]{2,})$";

    // As certificate dialogs show it, with spaces, colons and an invisible mark.
    private const string Thumbprint = @"^[\s:\u200e]*(([0-9a-fA-F][\s:\u200e]*){40}|([0-9a-fA-F][\s:\u200e]*){64})$";

    private const string SecretName = "^[0-9a-zA-Z-]{1,127}$";

    private const string SecretNameForm = "a secret's name: 1 to 127 letters, digits and hyphens";

    private static readonly DeploymentEnvironment Defaults = new() { Name = "", File = "" };

    public static IReadOnlyList<EnvironmentSetting> All { get; } =
    [
        new()
        {
            Key = "workspace_url",
            Type = SettingType.Address,
            Description = "The workspace's address. Give this, or `resource_group` and `workspace_name` to have it looked up.",
            Form = "the https address of the workspace without a path, such as https://adb-1234567890123456.7.azuredatabricks.net",
        },
        new()
        {
            Key = "workspace_name",
            Description = "The workspace's name in Azure, to look up its address.",
            Pattern = "^[-_0-9a-zA-Z]{3,64}$",
            Form = "3 to 64 letters, digits, hyphens and underscores",
        },
        new()
        {
            Key = "resource_group",
            Description = "The resource group that the workspace is in.",
            Pattern = @"^[-\w.()]{0,89}[-\w()]$",
            Form = "at most 90 letters, digits, hyphens, underscores, parentheses and points, the last one no point",
        },
        new()
        {
            Key = "subscription_id",
            Description = "The subscription that the workspace is in. Left out, it is read from the vault.",
            Pattern = Guid,
            Form = GuidForm,
        },
        new()
        {
            Key = "vault_name",
            Description = "The Key Vault with the secrets to sign in with. Give this or `vault_url`.",
            Pattern = "^[a-zA-Z][-0-9a-zA-Z]{1,22}[0-9a-zA-Z]$",
            Form = "3 to 24 letters, digits and hyphens, starting with a letter and not ending with a hyphen",
        },
        new()
        {
            Key = "vault_url",
            Type = SettingType.Address,
            Description = "The Key Vault's address, where its name does not say it.",
            Form = "the https address of the vault without a path, such as https://kv-layercake.vault.azure.net",
        },
        new()
        {
            Key = "secret_prefix",
            Description = "What comes before the names of secrets in declarations: with `dev-`, `${secret.db-password}` is `dev-db-password` in the vault.",
            Pattern = "^[0-9a-zA-Z-]{1,126}$",
            Form = "1 to 126 letters, digits and hyphens, such as dev-",
        },
        new()
        {
            Key = "cloud",
            Description = "The Azure cloud of tenant, workspace and vault: `public`, `usgovernment` or `china`. With `--cloud=local` any environment is rehearsed in the local cloud.",
            Default = Defaults.Cloud,
            Pattern = "^(public|usgovernment|china|local)$",
            Form = "public, usgovernment, china or local",
        },
        new()
        {
            Key = "authority_type",
            Description = $"How to sign in: {string.Join(", ", SignInKinds.All.Select(kind => $"`{kind.Name}` {kind.Description}"))}. See [sign-in.md](sign-in.md).",
            Default = Defaults.AuthorityType,
            Pattern = $"^({string.Join('|', SignInKinds.Names)})$",
            Form = $"{string.Join(", ", SignInKinds.Names.SkipLast(1))} or {SignInKinds.Names[^1]}",
        },
        new()
        {
            Key = "authority",
            Description = "Cloud and tenant in one address, `https://login.microsoftonline.com/TENANT`, instead of `cloud` and `tenant_id`.",
            Pattern = $"^https://[^/\\s@?#]+/({Tenant[1..^1]})/?$",
            Form = "https://login.microsoftonline.com/ and a tenant's GUID or domain",
        },
        new()
        {
            Key = "tenant_id",
            Description = "The tenant to sign in to. Left out, it is read from the vault, or from the variables of whatever runs the deployment.",
            Pattern = Tenant,
            Form = "a GUID such as 12345678-90ab-cdef-1234-567890abcdef, or a domain such as contoso.onmicrosoft.com",
        },
        new()
        {
            Key = "client_id",
            Description = "The application to sign in as, or the user-assigned identity for `msi`. Left out, it is read from the vault, or from the variables of whatever runs the deployment.",
            Pattern = Guid,
            Form = GuidForm,
        },
        new()
        {
            Key = "resource",
            Description = "What the token for the workspace is asked for: Databricks in Microsoft Entra.",
            Default = Defaults.Resource,
            Pattern = "^[-0-9a-zA-Z:/._]{1,200}$",
            Form = "the application id of Databricks in Microsoft Entra, 2ff814a6-3304-4ab8-85cb-cd0e6f879c1d",
        },
        new()
        {
            Key = "certificate_file",
            Description = "For `spn-cert`: a PFX, or a certificate in PEM, by a path from this file's folder.",
            Pattern = @"^[^\u0000]+$",
            Form = "a file's path",
        },
        new()
        {
            Key = "private_key_file",
            Description = "For `spn-cert`: the key in PEM of `certificate_file`, or of the certificate that `cert_thumbprint` says.",
            Pattern = @"^[^\u0000]+$",
            Form = "a file's path",
        },
        new()
        {
            Key = "cert_thumbprint",
            Description = "For `spn-cert`: the certificate's thumbprint, SHA-1 or SHA-256. Needed when only the key is at hand, checked otherwise.",
            Pattern = Thumbprint,
            Form = "40 hexadecimal digits (SHA-1) or 64 (SHA-256)",
        },
        new()
        {
            Key = "service_connection_id",
            Description = "For `azure-pipelines`: the service connection. Left out, the agent's variables say it.",
            Pattern = Guid,
            Form = GuidForm,
        },
        Secret("tenant_id", "the tenant id", Defaults.SecretNames.TenantId),
        Secret("client_id", "the application's client id", Defaults.SecretNames.ClientId),
        Secret("client_secret", "the application's client secret, or its OAuth secret for `databricks-oauth`", Defaults.SecretNames.ClientSecret),
        Secret("certificate", "certificate and key for `spn-cert` without files", Defaults.SecretNames.Certificate),
        Secret("certificate_password", "the password of the PFX or of the key in a file", null),
        Secret("pat_token", "the personal access token; `pat-token` when left out and `DATABRICKS_TOKEN` is not set", null),
        Secret("subscription_id", "the subscription id", Defaults.SecretNames.SubscriptionId),
        new()
        {
            Key = "notebooks_path",
            Description = "The workspace folder that `notebooks/` is imported to. Not a user's folder.",
            Default = Defaults.NotebooksPath,
            Pattern = WorkspaceFolder,
            Form = WorkspaceFolderForm,
        },
        new()
        {
            Key = "init_scripts_destination",
            Description = "Where `init-scripts/` is copied to: workspace files (`/Workspace/…`, `/Shared/…`, `/Users/…`), a volume (`/Volumes/catalog/schema/volume/…`), or `dbfs:/…` for old runtimes.",
            Default = Defaults.InitScriptsDestination,
            Pattern = $"^(((dbfs:|/Workspace|/Shared|/Users){Segments}+)|(/Volumes{Segments}{{3,}}))/?$",
            Form = "a folder below /Workspace, /Shared, /Users, /Volumes/catalog/schema/volume or dbfs:/",
        },
        new()
        {
            Key = "stop_clusters",
            Type = SettingType.Flag,
            Description = "Whether a cluster is stopped after it was created or edited.",
            Default = Defaults.StopClusters,
            Form = "true or false",
        },
        new()
        {
            Key = "concurrency",
            Type = SettingType.Number,
            Description = "How many requests are in flight at most, 1 to 64.",
            Default = Defaults.Concurrency,
            Form = "a whole number from 1 to 64",
            Minimum = 1,
            Maximum = 64,
        },
        new()
        {
            Key = "prune",
            Type = SettingType.Flag,
            Description = "Whether `Deploy` also deletes what an earlier deployment made and Git declares no more, as `Prune` does. See docs/prune.md.",
            Default = Defaults.Prune,
            Form = "true or false",
        },
        new()
        {
            Key = "prune_limit",
            Type = SettingType.Number,
            Description = "How many assets one run may delete because Git declares them no more; with more, it deletes none.",
            Default = Defaults.PruneLimit,
            Form = "a whole number from 0 to 100000",
            Minimum = 0,
            Maximum = 100_000,
        },
        new()
        {
            Key = "prune_adopted",
            Type = SettingType.Flag,
            Description = "Whether a prune also deletes adopted assets, which were in the workspace before the first deployment.",
            Default = Defaults.PruneAdopted,
            Form = "true or false",
        },
        new()
        {
            Key = "owner_only",
            Type = SettingType.Flag,
            Description = "Whether clusters and jobs that another identity made are left alone: reported, but not adopted, updated or deleted.",
            Default = Defaults.OwnerOnly,
            Form = "true or false",
        },
        new()
        {
            Key = "state_path",
            Description = "The workspace folder where deployments remember what they did.",
            Default = Defaults.StatePath,
            Pattern = WorkspaceFolder,
            Form = WorkspaceFolderForm,
        },
        new()
        {
            Key = "deployment_name",
            Description = "Tells apart repositories that deploy to one workspace.",
            Default = Defaults.DeploymentName,
            Pattern = "^[0-9a-zA-Z][-._0-9a-zA-Z]{0,63}$",
            Form = "1 to 64 letters, digits, points, hyphens and underscores, starting with a letter or a digit",
        },
        new()
        {
            Key = "variables",
            Type = SettingType.Document,
            Description = "What `${var.NAME}` stands for in declarations, before what `variables.json` beside this file says; `--var=NAME=VALUE` overrides both. See [overlays.md](overlays.md).",
            Form = "an object such as { \"catalog\": \"dev\" }",
        },
        new()
        {
            Key = "overlays",
            Type = SettingType.Document,
            Description = "What is different here in clusters and jobs: a merge patch by name or pattern. See [overlays.md](overlays.md).",
            Form = "an object such as { \"jobs/*\": { \"max_concurrent_runs\": 1 } }",
        },
        new()
        {
            Key = "name_prefix",
            Description = "What comes before the names of clusters and jobs, such as `dev-`; references between declared ones follow.",
            Pattern = @"^[-0-9a-zA-Z_.()\[\] ]{1,64}$",
            Form = "1 to 64 letters, digits, spaces and - _ . ( ) [ ], such as dev-",
        },
        new()
        {
            Key = "asset_tags",
            Type = SettingType.Document,
            Description = "Tags that every cluster (`custom_tags`) and job (`tags`) gets which does not declare them itself.",
            Form = "an object of texts such as { \"environment\": \"dev\" }",
        },
        new()
        {
            Key = "mappings",
            Description = "A file that says what clusters, warehouses, identities and others in Git are called here, by a path from this file's folder. Left out, it is `NAME.mappings.json` beside this file, if there is one. See [mappings.md](mappings.md).",
            Pattern = @"^[^\u0000]+$",
            Form = "a file's path",
        },
        new()
        {
            Key = "location",
            Description = "For `ProvisionInfrastructure`: the Azure region, such as `westeurope`.",
            Pattern = "^[a-z0-9]{3,40}$",
            Form = "a region's name in lower case, such as westeurope (az account list-locations)",
        },
        new()
        {
            Key = "workspace_sku",
            Description = "For `ProvisionInfrastructure`: the workspace's pricing tier, `premium` or `standard`. Left out, a new one is premium.",
            Pattern = "^(premium|standard)$",
            Form = "premium or standard",
        },
        new()
        {
            Key = "vnet",
            Description = "For `ProvisionInfrastructure`: `none`, `create`, or the id of a virtual network that the workspace goes into.",
            Default = Defaults.Infrastructure.Vnet,
            Pattern = "^(none|create|/subscriptions/" + Guid[1..^1] + @"/resourceGroups/[-\w.()]{1,90}/providers/Microsoft\.Network/virtualNetworks/[-\w.]{2,64})$",
            Form = "none, create, or /subscriptions/ID/resourceGroups/GROUP/providers/Microsoft.Network/virtualNetworks/NAME",
        },
        new()
        {
            Key = "vnet_address",
            Description = "For `vnet: create`: its addresses; the first two quarters become the subnets.",
            Default = Defaults.Infrastructure.VnetAddress,
            Pattern = @"^((25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])\.){3}(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])/(1[6-9]|2[0-4])$",
            Form = "IPv4 addresses from /16 to /24, such as 10.139.0.0/16",
        },
        Subnet("public_subnet", "public", Defaults.Infrastructure.PublicSubnet),
        Subnet("private_subnet", "private", Defaults.Infrastructure.PrivateSubnet),
        new()
        {
            Key = "vault_access",
            Description = "For `ProvisionInfrastructure`: how a new vault grants rights, by roles (`rbac`) or by access policies (`policies`).",
            Default = Defaults.Infrastructure.VaultAccess,
            Pattern = "^(rbac|policies)$",
            Form = "rbac or policies",
        },
        new()
        {
            Key = "secret_scope",
            Description = "For `ProvisionInfrastructure`: the secret scope of the workspace that shows the vault's secrets, for `{{secrets/SCOPE/KEY}}`. Left out, none is created.",
            Pattern = "^[-_@.0-9a-zA-Z]{1,128}$",
            Form = "1 to 128 letters, digits, hyphens, underscores, points and @",
        },
        new()
        {
            Key = "tags",
            Description = "For `ProvisionInfrastructure`: tags of what is created, as `owner=data,cost-center=42`.",
            Pattern = "^[^=,<>%&?/\\\\]{1,512}=[^=,]{0,256}(,[^=,<>%&?/\\\\]{1,512}=[^=,]{0,256})*$",
            Form = "name=value pairs with commas between them",
        },
    ];

    /// <summary>The keys, in the order of the table.</summary>
    public static IReadOnlyList<string> Keys { get; } = [.. All.Select(setting => setting.Key)];

    public static EnvironmentSetting? Find(string key) => All.FirstOrDefault(setting => setting.Key == key);

    private static EnvironmentSetting Secret(string key, string holds, string? name) => new()
    {
        Key = $"secret_names.{key}",
        Description = $"The name of the secret that holds {holds}.",
        Default = name,
        Pattern = SecretName,
        Form = SecretNameForm,
    };

    private static EnvironmentSetting Subnet(string key, string which, string name) => new()
    {
        Key = key,
        Description = $"For a workspace in a virtual network: its {which} subnet, delegated to Databricks.",
        Default = name,
        Pattern = @"^[0-9a-zA-Z]([-\w.]{0,78}\w)?$",
        Form = "a subnet's name: 1 to 80 letters, digits, points, hyphens and underscores",
    };
}
