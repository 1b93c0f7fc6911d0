using Build.Git;

namespace Build.WebPages;

/// <summary>What holds for all runs of the page: options of the Web target, or the variables in their place.</summary>
internal sealed record WebSettings
{
    /// <summary>The folder of the environment that was made of variables; null where there is none.</summary>
    public string? EnvironmentsFolder { get; init; }

    /// <summary>The Git folder that has the files; null where they are on this machine.</summary>
    public WorkspaceFolderPlace? Folder { get; init; }

    /// <summary>What signs in to the remote of a clone; null where Git knows that itself.</summary>
    public GitSignIn? SignIn { get; init; }

    /// <summary>Whoever started the server is its only user.</summary>
    public bool HasOneUser { get; init; }

    /// <summary>The values, by the keys of an environment file; paths are absolute.</summary>
    public IReadOnlyList<WebSetting> Values { get; init; } = [];

    /// <summary>What variables say, a sentence each.</summary>
    public IReadOnlyList<string> Said { get; init; } = [];

    /// <summary>The options for a run.</summary>
    public IEnumerable<string> WordsFor(string environment) =>
        Values
            .Where(value => value.Environment is null || value.Environment == environment)
            .Select(value => $"{value.Option}={value.Value}");
}

/// <param name="Option">With its dashes.</param>
/// <param name="Environment">Null where it holds for all of them.</param>
internal sealed record WebSetting(string Option, string Value, string? Environment = null);
