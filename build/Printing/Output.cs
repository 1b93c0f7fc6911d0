using Build.Text;
using Layercake.Secrecy;

namespace Build.Printing;

/// <summary>Where views print. Text from outside cannot move the cursor, clear the screen or end its line.</summary>
internal sealed class Output(TextWriter writer, bool colours, Redactor redactor)
{
    private readonly Lock gate = new();

    /// <summary>To the standard output, in colours only where a person looks at it.</summary>
    public static Output ToConsole(Redactor redactor) =>
        new(Console.Out, colours: !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("NO_COLOR") is null or "", redactor)
        {
            IsConsole = true,
        };

    /// <summary>Whether it is the terminal of this process, where a display may move if a person looks on.</summary>
    public bool IsConsole { get; private init; }

    /// <summary>The text without secrets, for those who shorten it.</summary>
    public string Redact(string text) => redactor.Redact(text);

    /// <inheritdoc cref="ShortText"/>
    public void Line(string text = "", Tone tone = Tone.Plain) => Print(ShortText.Of(redactor.Redact(text)), tone);

    /// <summary>For what is looked for to its end, such as the body of a request or what a notebook returned.</summary>
    public void WholeLine(string text, Tone tone) => Print(redactor.Redact(text), tone);

    /// <param name="text">Without secrets: visible control characters would be one more form of one.</param>
    private void Print(string text, Tone tone)
    {
        var clean = Clean(text);
        var line = colours && Code(tone) is { } code ? $"\u001b[{code}m{clean}\u001b[0m" : clean;
        lock (gate)
            writer.WriteLine(line);
    }

    /// <inheritdoc cref="VisibleText.Line"/>
    public static string Clean(string text) => VisibleText.Line(text);

    private static string? Code(Tone tone) =>
        tone switch
        {
            Tone.Quiet => "2",
            Tone.Good => "32",
            Tone.Change => "33",
            Tone.Bad => "31",
            _ => null,
        };
}
