namespace Build.CommandLine;

/// <summary>The settings of an environment that the command line may override, as the environment file spells them.</summary>
public static class SettingNames
{
    public static IReadOnlyCollection<string> All { get; } =
    [
        "workspace_url",
        "workspace_name",
        "resource_group",
        "subscription_id",
        "vault_name",
        "vault_url",
        "authority_type",
        "secret_names.tenant_id",
        "secret_names.client_id",
        "secret_names.client_secret",
        "secret_names.subscription_id",
        "notebooks_path",
        "init_scripts_destination",
        "stop_clusters",
        "concurrency",
        "state_path",
        "deployment_name",
    ];
}
