using System.Text;

namespace Build.WebPages;

/// <summary>Keeps what a run prints, line by line, and of much only the end.</summary>
internal sealed class LogLines : TextWriter
{
    private const int MostKept = 5000;

    private readonly Lock gate = new();
    private readonly Queue<string> lines = new();
    private readonly StringBuilder open = new();

    public override Encoding Encoding => Encoding.UTF8;

    /// <summary>Grows with each line.</summary>
    public int Version { get; private set; }

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (gate)
                return [.. lines];
        }
    }

    public override void Write(char value)
    {
        lock (gate)
        {
            if (value != '\n')
            {
                open.Append(value);
                return;
            }

            lines.Enqueue(open.ToString().TrimEnd('\r'));
            open.Clear();
            Version++;
            if (lines.Count > MostKept)
                lines.Dequeue();
        }
    }
}
