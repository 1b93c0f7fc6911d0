using System.Runtime.CompilerServices;
using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;

namespace Layercake.Engine.Tests.FieldCatalogue;

/// <summary>
/// Deploys the fields of <see cref="CatalogueForm.All"/> to the local cloud, absent and with two values, edits them by hand, and compares
/// the verdicts with <c>fields.txt</c>.
/// </summary>
/// <remarks>
/// A sample of always the same fields is tried. <c>LAYERCAKE_CATALOGUE=whole</c> tries all of them, as
/// <c>bench/fields.sh</c> does, and <c>LAYERCAKE_CATALOGUE=accept</c> writes the file anew, to be read before it is committed.
/// </remarks>
public sealed class FieldCatalogueTests
{
    private const int Seed = 11;
    private const int SampleSize = 40;

    private static readonly List<CatalogueField> Fields = [.. CatalogueField.All()];

    private static readonly string TableFile = Path.Combine(Path.GetDirectoryName(ThisFile())!, "fields.txt");

    private static readonly string? Extent = Environment.GetEnvironmentVariable("LAYERCAKE_CATALOGUE");

    [Fact]
    public async Task Every_field_is_planned_and_applied_when_it_is_set_changed_or_removed_and_a_hand_edit_of_it_is_put_back()
    {
        var tried = Extent is null ? Sample() : Fields;
        var clock = new SelfAdvancingClock();
        await using var workspace = await TestWorkspace.StartAsync(clock);
        workspace.Environment = workspace.Environment with { PruneLimit = Fields.Count };
        workspace.DataLoss = new AllowedDataLoss([.. tried.Select(field => field.Id)]);
        var verdicts = await new CatalogueRun(workspace, clock, tried).RunAsync();

        var lines = tried.Select(field => CatalogueLine.Of(field, verdicts[field])).ToList();
        if (Extent == "accept")
            File.WriteAllText(TableFile, string.Concat(lines.Concat(NotMoved()).Select(line => $"{line}\n")));

        var table = Table();
        Assert.Equal(tried.Select(field => table[CatalogueLine.Head(field)]), lines);
        Assert.DoesNotContain(table.Values, line => line.Contains(CatalogueLine.NoReason, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_leaf_of_the_schemas_has_a_line() =>
        Assert.Equal(
            Fields.Select(CatalogueLine.Head).Concat(NotMoved().Select(CatalogueLine.HeadOf)),
            Table().Keys
        );

    [Fact]
    public async Task Every_field_of_a_wrong_type_is_an_error_before_anything_is_asked()
    {
        await using var workspace = await TestWorkspace.StartAsync();
        var wrong = Fields.Where(field => field.WrongValue() is not null).ToList();
        foreach (var field in wrong)
            workspace.With(field.File, field.Declaration(field.WrongValue()).ToString());

        var refused = workspace
            .Check()
            .Where(finding => finding.Contains(": error FLD002: ", StringComparison.Ordinal))
            .Select(finding => finding[..finding.IndexOf('(', StringComparison.Ordinal)])
            .ToHashSet(StringComparer.Ordinal);
        Assert.Empty(wrong.Where(field => !refused.Contains(field.File)).Select(field => $"{field.Form.Title} {field.Pattern}"));
    }

    /// <summary>Two fields of each sort of verdicts, and some more.</summary>
    private static List<CatalogueField> Sample()
    {
        var table = Table();
        var shuffled = Fields.ToArray();
        new Random(Seed).Shuffle(shuffled);
        var chosen = shuffled
            .GroupBy(field => CatalogueLine.VerdictsIn(table[CatalogueLine.Head(field)]))
            .SelectMany(alike => alike.Take(2))
            .Concat(shuffled.Take(SampleSize))
            .ToHashSet();
        return [.. Fields.Where(chosen.Contains)];
    }

    /// <summary>The lines of fields that no deployment moves.</summary>
    private static IEnumerable<string> NotMoved() => CatalogueForm.All.SelectMany(CatalogueLine.OfNotMoved);

    private static Dictionary<string, string> Table() =>
        File.ReadAllLines(TableFile).ToDictionary(CatalogueLine.HeadOf);

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
