namespace Build.CommandLine;

/// <summary>What may follow an option's equals sign.</summary>
internal enum OptionValue
{
    /// <summary>Nothing: the option is a switch.</summary>
    None,
    Text,

    /// <summary>A name and a value with an equals sign between them; the option may be given for many names.</summary>
    Assignment,

    /// <summary>A folder that exists.</summary>
    Folder,

    /// <summary>A number from 0 to 65535; 0 is any free one.</summary>
    Port,
    Verbosity,

    /// <summary>Where a repository is cloned from. It may hold a password.</summary>
    CloneAddress,

    /// <summary>The path of a folder of a workspace.</summary>
    WorkspaceFolder,
}

/// <summary>An option of the host.</summary>
internal sealed record KnownOption
{
    /// <summary>Without the dashes.</summary>
    public required string Name { get; init; }

    public OptionValue Value { get; init; }

    /// <summary>Stands for the value in <c>--help</c>.</summary>
    public string Hint { get; init; } = "";

    public required string Sentence { get; init; }

    /// <summary>The values that it may have; empty when any text will do.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>The option that says the same in another form, without the dashes; null when there is none.</summary>
    public string? ShortFor { get; init; }

    /// <summary>Other spellings, with their dashes.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>
    /// May be given several times; its values are in <see cref="HostArguments.Repeated"/>, those of <c>--target</c> in
    /// <see cref="HostArguments.Targets"/>.
    /// </summary>
    public bool Repeatable { get; init; }

    /// <summary>Cake acts on it; the others are read by our own tasks.</summary>
    public bool IsCakes { get; init; }

    /// <summary>The environment setting that it overrides, as the environment file spells it; null when it is no such option.</summary>
    public string? Setting { get; init; }

    public string Spelling => $"--{Name}";
}
