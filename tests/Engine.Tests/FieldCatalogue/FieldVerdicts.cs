using System.Text;

namespace Layercake.Engine.Tests.FieldCatalogue;

/// <summary>What came of each move of each field, as one line of a table for each field.</summary>
internal sealed class FieldVerdicts
{
    private static readonly string[] Moves = ["set", "change", "remove", "edit", "edit again", "export", "type"];

    private readonly Dictionary<(CatalogueField Field, string Move), string> verdicts = [];

    /// <summary>The first verdict on a move counts.</summary>
    public void Add(CatalogueField field, string move, string verdict) => verdicts.TryAdd((field, move), verdict);

    public void Replace(string asset, string move, string verdict, IEnumerable<CatalogueField> fields)
    {
        if (fields.FirstOrDefault(field => $"{field.Kind}.{field.Asset}" == asset) is { } field)
            verdicts[(field, move)] = verdict;
        else
            Assert.Fail($"{asset} is no field: {move}: {verdict}");
    }

    /// <param name="file">The committed table.</param>
    public void Compare(string file, IReadOnlyList<CatalogueField> fields)
    {
        var table = new StringBuilder();
        foreach (var field in fields)
            table.Append(Line(field)).Append('\n');

        if (Environment.GetEnvironmentVariable("LAYERCAKE_ACCEPT") == "1")
            File.WriteAllText(file, table.ToString());

        Assert.True(File.Exists(file), $"{file} is missing. Run the test with LAYERCAKE_ACCEPT=1 and read what it writes.");
        Assert.Equal(File.ReadAllText(file).ReplaceLineEndings("\n"), table.ToString());
        Assert.DoesNotContain(FieldReasons.Missing, table.ToString(), StringComparison.Ordinal);
    }

    private string Line(CatalogueField field)
    {
        var all = Moves.Select(move => (Move: move, Verdict: verdicts[(field, move)])).ToList();
        var odd = all.Where(one => one.Verdict is not ("ok" or "error")).ToList();
        var path = $"{field.Kind} {field.Pattern}";
        return odd.Count == 0
            ? $"{path}: ok"
            : $"{path}: {string.Join("; ", odd.Select(one => $"{one.Move}: {one.Verdict} ({FieldReasons.Of(field, one.Move, one.Verdict)})"))}";
    }
}
