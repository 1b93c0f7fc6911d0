namespace Layercake.Build.Tests.Documents;

/// <summary>Lines of code are read without scrolling.</summary>
public sealed class LineLengthTests
{
    private const int Columns = 140;

    private static readonly string[] NotOurs = [".git", ".local", "artifacts", "bin", "node_modules", "obj"];

    [Fact]
    public void A_line_of_code_has_at_most_140_columns()
    {
        var files = Sources(new DirectoryInfo(Page.Root)).ToList();

        Assert.Contains(files, file => file.Name == "Program.cs");
        Assert.Contains(files, file => file.Name == $"{nameof(LineLengthTests)}.cs");
        Assert.Empty(
            from file in files
            from line in File.ReadLines(file.FullName).Index()
            where line.Item.Length > Columns
            select $"{Path.GetRelativePath(Page.Root, file.FullName)}({line.Index + 1}): {line.Item.Length} columns"
        );
    }

    private static IEnumerable<FileInfo> Sources(DirectoryInfo folder) =>
        folder
            .EnumerateDirectories()
            .Where(inner => !NotOurs.Contains(inner.Name))
            .SelectMany(Sources)
            .Concat(folder.EnumerateFiles("*.cs"));
}
