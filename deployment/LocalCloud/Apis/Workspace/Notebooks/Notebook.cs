namespace Layercake.LocalCloud.Apis.Workspace.Notebooks;

/// <summary>A notebook as its cells, which is how one format becomes another.</summary>
/// <param name="Cells">The text of each cell; one in another language starts with its magic, such as <c>%sql</c> or <c>%md</c>.</param>
internal sealed record Notebook(NotebookLanguage Language, IReadOnlyList<string> Cells)
{
    private const string MarkdownMagic = "%md";

    public static string Markdown(string text) => $"{MarkdownMagic}\n{text}";

    /// <summary>The text of a cell in Markdown, otherwise null.</summary>
    public static string? MarkdownOf(string cell) =>
        cell.StartsWith(MarkdownMagic, StringComparison.Ordinal)
        && (cell.Length == MarkdownMagic.Length || char.IsWhiteSpace(cell[MarkdownMagic.Length]))
            ? cell[MarkdownMagic.Length..].TrimStart()
            : null;
}
