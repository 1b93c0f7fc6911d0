using System.Text;
using Build.Ci;
using Build.Text;
using Layercake.Secrecy;

namespace Build.Printing;

/// <summary>A writer through which neither a secret nor a command for the CI system nor a hidden character passes.</summary>
/// <param name="byLine">Whether text waits for the end of its line, so that nothing slips through in pieces; a person at a terminal sees it
/// at once.</param>
internal sealed class GuardedWriter(TextWriter inner, Redactor redactor, CiCommands commands, bool byLine) : TextWriter
{
    private readonly Lock gate = new();
    private readonly StringBuilder waiting = new();
    private bool isAtLineStart = true;

    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    public override void Write(string? value)
    {
        if (string.IsNullOrEmpty(value))
            return;

        lock (gate)
        {
            waiting.Append(value);
            if (!byLine || value.Contains('\n', StringComparison.Ordinal))
                Pass(upTo: byLine ? waiting.ToString().LastIndexOf('\n') + 1 : waiting.Length);
        }
    }

    public override void WriteLine(string? value) => Write(value + Environment.NewLine);

    /// <summary>A line for the CI system itself, which passes as it is.</summary>
    public void Command(string line)
    {
        lock (gate)
        {
            Pass(waiting.Length);
            if (!isAtLineStart)
                inner.WriteLine();

            inner.WriteLine(line);
            isAtLineStart = true;
        }
    }

    public override void Flush()
    {
        lock (gate)
        {
            Pass(waiting.Length);
            inner.Flush();
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Flush();

        base.Dispose(disposing);
    }

    private void Pass(int upTo)
    {
        if (upTo == 0)
            return;

        var text = redactor.Redact(waiting.ToString(0, upTo));
        waiting.Remove(0, upTo);
        inner.Write(commands.Disarm(byLine ? VisibleText.Lines(text) : VisibleText.Terminal(text)));
        isAtLineStart = text.EndsWith('\n');
    }
}
