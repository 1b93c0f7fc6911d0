using static Layercake.Engine.Environments.Settings.SettingForms;

namespace Layercake.Engine.Environments.Settings;

/// <summary>The settings that address the workspace and the vault.</summary>
internal static class WorkspaceSettings
{
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
            Pattern = GuidPattern,
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
            Description =
                "What comes before the names of secrets in declarations: with `dev-`, `${secret.db-password}` is `dev-db-password` "
                + "in the vault.",
            Pattern = "^[0-9a-zA-Z-]{1,126}$",
            Form = "1 to 126 letters, digits and hyphens, such as dev-",
        },
        new()
        {
            Key = "cloud",
            Description =
                "The Azure cloud of tenant, workspace and vault: `public`, `usgovernment` or `china`; or `local` for the local cloud. With "
                + "`--cloud=local` any environment is rehearsed in the local cloud.",
            Default = Defaults.Cloud,
            Pattern = "^(public|usgovernment|china|local)$",
            Form = "public, usgovernment, china or local",
        },
    ];
}
