using Layercake.Engine.Runs;

namespace Build.Text;

/// <summary>How runs in the workspace are worded.</summary>
internal static class RunText
{
    private const int LongestSentence = 500;

    /// <summary>How a run ended, in one line that is short enough for every place.</summary>
    /// <param name="redact">Takes the secrets out: it must come before the text is cut.</param>
    public static string Sentence(RunResult result, Func<string, string> redact) =>
        DisplayText.Clip(OneLine(redact(RunMessages.Of(result))), LongestSentence);

    /// <summary>Messages of programs often have several lines.</summary>
    private static string OneLine(string text) =>
        string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
