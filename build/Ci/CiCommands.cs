namespace Build.Ci;

/// <summary>
/// The commands that a CI system reads from what a step prints: how to give one, and how text from elsewhere is kept from being one.
/// </summary>
internal abstract class CiCommands
{
    /// <summary>The CI system that the host runs in.</summary>
    /// <param name="variable">Reads an environment variable.</param>
    public static CiCommands Of(Func<string, string?> variable) =>
        CiSystem.IsGitHub(variable) ? new GitHubCommands(variable)
        : CiSystem.IsAzurePipelines(variable) ? new AzurePipelinesCommands(variable)
        : new NoCommands();

    /// <summary>Where the CI system put the repository; null where there is none.</summary>
    public abstract string? Workspace { get; }

    /// <summary>
    /// The line that asks to blank this text, which has no line breaks, in all that the run prints; null where nobody listens.
    /// </summary>
    public abstract string? Mask(string text);

    /// <summary>The text, of one or more lines, without any command.</summary>
    public abstract string Disarm(string text);

    /// <summary>The line after which all that is printed can be folded away under a title; null where nothing can.</summary>
    public abstract string? Group(string title);

    /// <summary>The line that ends what <see cref="Group"/> began.</summary>
    public abstract string? EndGroup();

    /// <summary>The line that shows a message at a line of a file, or on the run's page; null where nobody looks.</summary>
    public abstract string? Annotate(Annotation annotation);

    /// <summary>Gives a value to later steps.</summary>
    /// <returns>The line that does it; null where it is done without a line.</returns>
    public abstract string? Output(string name, string value);

    /// <summary>Puts a page of Markdown on the run's page.</summary>
    /// <inheritdoc cref="Output" path="/returns"/>
    /// <param name="file">Holds the page, and stays where it is until the job has ended.</param>
    public abstract string? Summary(string file);

    /// <summary>Replaces each character that would end a part of a command.</summary>
    protected static string Escaped(string text, params (char Character, string Escape)[] escapes)
    {
        var escaped = new System.Text.StringBuilder(text.Length);
        foreach (var character in text)
            escaped.Append(escapes.FirstOrDefault(escape => escape.Character == character).Escape ?? character.ToString());

        return escaped.ToString();
    }
}

/// <summary>A message for the CI system's page.</summary>
internal sealed record Annotation
{
    public required bool IsError { get; init; }

    public required string Message { get; init; }

    public string? Title { get; init; }

    /// <summary>Relative to the repository, with forward slashes; null when no file is to blame.</summary>
    public string? File { get; init; }

    /// <summary>Counted from 1; 0 when the message is about the whole file.</summary>
    public int Line { get; init; }

    /// <summary>Counted from 1; 0 when the message is about the whole line.</summary>
    public int Column { get; init; }
}
