namespace Layercake.Engine.Environments.Settings;

/// <summary>What several tables of settings say alike.</summary>
internal static class SettingForms
{
    public const string GuidPattern = "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$";

    public const string GuidForm = "a GUID such as 12345678-90ab-cdef-1234-567890abcdef";

    public const string FilePath = @"^[^\u0000]+$";

    public const string FilePathForm = "a file's path";

    /// <summary>What holds where an environment's file says nothing.</summary>
    public static DeploymentEnvironment Defaults { get; } = new() { Name = "", File = "" };
}
