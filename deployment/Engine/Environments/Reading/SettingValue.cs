using Layercake.Engine.Declarations;

namespace Layercake.Engine.Environments.Reading;

/// <summary>The value of one setting in an environment file or on the command line, and its place.</summary>
internal sealed record SettingValue
{
    public required EnvironmentSetting Setting { get; init; }

    /// <summary>A text, a flag or a whole number, as the setting's type has it.</summary>
    public required object Value { get; init; }

    /// <summary>The base of a relative path: the folder of the file, or the working folder of the command.</summary>
    public required string Folder { get; init; }

    /// <summary>How the file spells the key, when not as the table does.</summary>
    public string? Spelling { get; init; }

    /// <summary>Null when it was given on the command line.</summary>
    public string? File { get; init; }

    public int Line { get; init; }

    public int Column { get; init; }

    /// <summary>The key or option as it was written.</summary>
    public string Name => File is null ? Setting.Option : Spelling ?? Setting.Key;

    public string Text => Value as string ?? "";

    /// <summary>The full path of the file that the setting names.</summary>
    public string FullPath => Path.GetFullPath(Path.Combine(Folder, Text));

    public Finding Finding(string code, string message, Severity severity = Severity.Error) =>
        new()
        {
            Severity = severity,
            Code = code,
            File = File,
            Line = Line,
            Column = Column,
            Message = message,
        };
}
