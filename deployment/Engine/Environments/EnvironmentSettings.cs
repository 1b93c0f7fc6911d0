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
            Key = "authority_type",
            Description = "How to sign in: `spn-key` is a service principal with a client secret.",
            Default = Defaults.AuthorityType,
            Pattern = "^spn-key$",
            Form = "spn-key",
        },
        new() { Key = "tenant_id", Description = "The tenant to sign in to. Left out, it is read from the vault.", Pattern = Guid, Form = GuidForm },
        new() { Key = "client_id", Description = "The application to sign in as. Left out, it is read from the vault.", Pattern = Guid, Form = GuidForm },
        Secret("tenant_id", "the tenant id", Defaults.SecretNames.TenantId),
        Secret("client_id", "the application's client id", Defaults.SecretNames.ClientId),
        Secret("client_secret", "the application's client secret", Defaults.SecretNames.ClientSecret),
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
    ];

    /// <summary>The keys, in the order of the table.</summary>
    public static IReadOnlyList<string> Keys { get; } = [.. All.Select(setting => setting.Key)];

    public static EnvironmentSetting? Find(string key) => All.FirstOrDefault(setting => setting.Key == key);

    private static EnvironmentSetting Secret(string key, string holds, string name) => new()
    {
        Key = $"secret_names.{key}",
        Description = $"The name of the secret that holds {holds}.",
        Default = name,
        Pattern = SecretName,
        Form = SecretNameForm,
    };
}
