using Layercake.Engine.Environments.Settings;

namespace Layercake.Engine.Environments.Reading;

/// <summary>The table of all settings of an environment file.</summary>
public static class EnvironmentSettings
{
    public static IReadOnlyList<EnvironmentSetting> All { get; } =
    [.. WorkspaceSettings.All, .. SignInSettings.All, .. DeployingSettings.All, .. ShapingSettings.All, .. ProvisioningSettings.All];

    /// <summary>The keys, in the order of the table.</summary>
    public static IReadOnlyList<string> Keys { get; } = [.. All.Select(setting => setting.Key)];

    public static EnvironmentSetting? Find(string key) => All.FirstOrDefault(setting => setting.Key == key);
}
