using Layercake.Engine.Kinds.References;

namespace Layercake.Engine.Tests.Kinds;

public sealed class PathSuggestionTests
{
    private static readonly string[] Names = ["Proj/load.py", "etl/Clean.sql", "a/same.py", "b/same.py", "report.ipynb"];

    [Theory]
    [InlineData("/Proj/load.py", "Proj/load.py")]
    [InlineData("/Shared/layercake/notebooks/Proj/load", "Proj/load.py")]
    [InlineData("../notebooks/Proj/load.py", "Proj/load.py")]
    [InlineData("/Proj/load.scala", "Proj/load.py")]
    [InlineData("/x/clean", "etl/Clean.sql")]
    [InlineData("elsewhere/load.py", "Proj/load.py")]
    [InlineData("reprot", "report.ipynb")]
    [InlineData("quite/elsewhere/same.py", null)]
    [InlineData("/nothing/like/it", null)]
    [InlineData("..", null)]
    public void A_path_of_another_root_or_with_a_slip_is_found_in_git(string path, string? name) =>
        Assert.Equal(name, PathSuggestion.Of(path, Names));
}
