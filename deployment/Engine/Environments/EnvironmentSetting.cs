namespace Layercake.Engine.Environments;

/// <summary>How a setting is written in an environment file.</summary>
public enum SettingType
{
    Text,

    /// <summary>A text that is an https address of a host.</summary>
    Address,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Flag,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary>An object, which has its own checks; the command line does not override it.</summary>
    Document,

    /// <summary>A list of texts, which have their own checks; the command line does not override it.</summary>
    List,
}

/// <summary>One setting of an environment file.</summary>
public sealed record EnvironmentSetting
{
    /// <summary>The key in the file, with a dot for a key inside an object: <c>secret_names.tenant_id</c>.</summary>
    public required string Key { get; init; }

    public SettingType Type { get; init; } = SettingType.Text;

    /// <summary>For the page of settings and for editors.</summary>
    public required string Description { get; init; }

    /// <summary>A text, a flag or a number; null when there is none.</summary>
    public object? Default { get; init; }

    /// <summary>
    /// A regular expression for the whole text, or for each text of a list, in the syntax that .NET and JSON Schema share.
    /// </summary>
    public string? Pattern { get; init; }

    /// <summary>The pattern or the range in words, to follow "must be".</summary>
    public required string Form { get; init; }

    public int Minimum { get; init; } = int.MinValue;

    public int Maximum { get; init; } = int.MaxValue;

    /// <summary>An export reads several places, so the option may be given several times there.</summary>
    public bool HasSeveralInExport { get; init; }

    /// <summary>What overrides it on the command line: <c>--secret-names-tenant-id</c>.</summary>
    public string Option => $"--{Key.Replace('_', '-').Replace('.', '-')}";
}
