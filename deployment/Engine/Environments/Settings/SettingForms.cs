namespace Layercake.Engine.Environments.Settings;

/// <summary>Patterns and defaults that several tables of settings share.</summary>
internal static class SettingForms
{
    public const string GuidPattern = "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$";

    public const string GuidForm = "a GUID such as 12345678-90ab-cdef-1234-567890abcdef";

    public const string FilePath = @"^[^\u0000]+$";

    public const string FilePathForm = "a file's path";

    /// <summary>An environment with the default of every setting.</summary>
    public static DeploymentEnvironment Defaults { get; } = new() { Name = "", File = "" };
}
