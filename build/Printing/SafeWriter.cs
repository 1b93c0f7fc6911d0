using System.Text;
using Layercake.Engine.Declarations;

namespace Build.Printing;

/// <summary>
/// Prints as long as that is possible. What cannot be printed ends no deployment: from the first failure on, nothing is printed any more.
/// </summary>
/// <remarks>Console streams of .NET ignore a broken pipe in the same way, and nothing else.</remarks>
internal sealed class SafeWriter : TextWriter
{
    private readonly TextWriter inner = Null;
    private readonly Action<string> onFailure;
    private bool failed;

    /// <param name="open">Opens what prints, which fails where it is closed.</param>
    /// <param name="onFailure">Told once, with the reason, that nothing is printed any more.</param>
    public SafeWriter(Func<TextWriter> open, Action<string> onFailure)
    {
        this.onFailure = onFailure;
        try
        {
            inner = open();
        }
        catch (Exception e) when (IsOfOutput(e))
        {
            Fail(e);
        }
    }

    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(string? value) => Try(() => inner.Write(value));

    public override void WriteLine(string? value) => Write(value + Environment.NewLine);

    public override void WriteLine() => Write(Environment.NewLine);

    public override void Flush() => Try(inner.Flush);

    private static bool IsOfOutput(Exception e) => DiskErrors.Is(e) || e is ObjectDisposedException or NotSupportedException;

    private void Try(Action print)
    {
        if (failed)
            return;

        try
        {
            print();
        }
        catch (Exception e) when (IsOfOutput(e))
        {
            Fail(e);
        }
    }

    private void Fail(Exception e)
    {
        if (!Interlocked.Exchange(ref failed, true))
            onFailure(DiskErrors.IsFull(e) ? "the disk is full" : "it is closed or broken");
    }
}
