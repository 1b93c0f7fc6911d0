namespace Layercake.Engine.Declarations.Templates;

/// <summary>Converts offsets in a text to lines and columns, counted from 1.</summary>
internal sealed class LineTable
{
    private readonly List<int> starts = [0];

    public LineTable(string text)
    {
        // CR LF is one line break, and a CR alone is one too.
        for (var i = 0; i < text.Length; i++)
            if (text[i] == '\n' || (text[i] == '\r' && (i + 1 >= text.Length || text[i + 1] != '\n')))
                starts.Add(i + 1);
    }

    public (int Line, int Column) At(int offset)
    {
        var found = starts.BinarySearch(offset);
        var line = found >= 0 ? found : ~found - 1;
        return (line + 1, offset - starts[line] + 1);
    }

    public int Offset(int line, int column) => starts[Math.Clamp(line, 1, starts.Count) - 1] + Math.Max(column, 1) - 1;
}
