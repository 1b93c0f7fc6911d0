using System.Text;
using Layercake.Engine.Declarations;

namespace Layercake.Engine.Tests.Declarations;

/// <summary>Names of objects as names of files.</summary>
public sealed class FileNamesTests
{
    [Theory]
    [InlineData("nightly", "nightly.json")]
    [InlineData("[dev] Nightly ETL, v1.2", "[dev] Nightly ETL, v1.2.json")]
    [InlineData("größe 日本", "größe 日本.json")]
    public void A_name_that_every_system_can_hold_is_the_file_name(string name, string file) => Assert.Equal(file, FileNames.Of(name));

    [Theory]
    [InlineData("team/etl: daily", "team-etl- daily~")]
    [InlineData("go 🚀👨‍👩‍👧 now", "go - now~")]
    [InlineData("CON", "CON_~")]
    [InlineData("nul.txt", "nul-txt_~")]
    [InlineData("com¹", "com-~")]
    [InlineData("lpt9 .x", "lpt9 -x_~")]
    [InlineData("ends. . ", "ends~")]
    [InlineData(".hidden", "hidden~")]
    [InlineData("..", "unnamed~")]
    [InlineData("a\u0000b\tc", "a-b-c~")]
    [InlineData("half \ud83d", "half -~")]
    public void A_name_that_some_system_refuses_is_changed_and_says_so_by_its_hash(string name, string beginning)
    {
        var file = FileNames.Of(name);

        Assert.Matches($"^{System.Text.RegularExpressions.Regex.Escape(beginning)}[0-9a-f]{{8}}\\.json$", file);
        Assert.True(FileNames.IsPortable(file), file);
        Assert.Equal(file, FileNames.Of(name));
    }

    [Fact]
    public void Names_that_become_alike_stay_apart_whatever_their_order()
    {
        string[] names =
        [
            "a/b",
            "a:b",
            "a-b",
            "ETL",
            "etl",
            "Etl",
            "e\u0301",
            "\u00e9",
            new string('x', 300) + "1",
            new string('x', 300) + "2",
            "CON",
            "con",
        ];

        var files = new FileNames([]).For(names);

        Assert.Equal(
            names.Length,
            files.Values.Select(file => file.Normalize(NormalizationForm.FormC).ToUpperInvariant()).Distinct().Count()
        );
        Assert.All(files.Values, file => Assert.True(FileNames.IsPortable(file), file));
        var reversed = new FileNames([]).For([.. names.Reverse()]);
        Assert.All(names, name => Assert.Equal(files[name], reversed[name]));
    }

    [Fact]
    public void A_file_that_is_somebody_elses_is_not_taken_in_any_case_of_its_letters()
    {
        var files = new FileNames(["Nightly.JSON"]).For(["nightly"]);

        Assert.StartsWith("nightly~", files["nightly"], StringComparison.Ordinal);
    }
}
