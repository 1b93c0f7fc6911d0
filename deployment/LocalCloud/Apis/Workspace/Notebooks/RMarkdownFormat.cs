using System.Text;

namespace Layercake.LocalCloud.Apis.Workspace.Notebooks;

/// <summary>R notebooks as R Markdown: text, and code in fenced chunks.</summary>
internal static class RMarkdownFormat
{
    private const string Fence = "```";

    public static Notebook Read(byte[] bytes)
    {
        var cells = new List<string>();
        var lines = new List<string>();
        var inCode = false;
        foreach (var line in Encoding.UTF8.GetString(bytes).ReplaceLineEndings("\n").Split('\n'))
            if (inCode ? line.TrimEnd() == Fence : line.StartsWith($"{Fence}{{r", StringComparison.OrdinalIgnoreCase))
            {
                Close();
                inCode = !inCode;
            }
            else
            {
                lines.Add(line);
            }

        Close();
        return new Notebook(NotebookLanguage.R, cells);

        void Close()
        {
            if (string.Join('\n', lines).Trim('\n') is { Length: > 0 } text)
                cells.Add(inCode ? text : Notebook.Markdown(text));
            lines.Clear();
        }
    }

    public static byte[] Write(Notebook notebook) =>
        Encoding.UTF8.GetBytes(
            string.Join("\n\n", notebook.Cells.Select(cell => Notebook.MarkdownOf(cell) ?? $"{Fence}{{r}}\n{cell}\n{Fence}")) + "\n"
        );
}
