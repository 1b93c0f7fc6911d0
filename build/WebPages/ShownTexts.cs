using System.Text;
using Build.Record;
using Build.Text;
using Layercake.Secrecy;
using Layercake.Web.Runs;

namespace Build.WebPages;

/// <summary>Makes of files what the page may show of them.</summary>
internal sealed class ShownTexts(Redactor redactor)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="before">Null where there was nothing.</param>
    /// <returns>Null where one of them is no text, or is too large.</returns>
    public TextPair? Of(byte[]? before, byte[]? after) =>
        TryRead(before, out var old) && TryRead(after, out var now) ? new TextPair(old, now) : null;

    private bool TryRead(byte[]? content, out string? text)
    {
        text = null;
        if (content is null)
            return true;
        if (content.Length > ChangedFiles.LargestFile || content.Contains((byte)0))
            return false;

        try
        {
            text = VisibleText.Lines(redactor.Redact(Strict.GetString(content).TrimStart('\uFEFF')));
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
