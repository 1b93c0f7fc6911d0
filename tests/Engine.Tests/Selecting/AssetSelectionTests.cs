using Layercake.Engine.Planning;

namespace Layercake.Engine.Tests.Selecting;

public sealed class AssetSelectionTests
{
    [Theory]
    [InlineData("jobs.nightly", "jobs.nightly", true)]
    [InlineData("jobs.nightly", "jobs.Nightly", false)]
    [InlineData("jobs.n*y", "jobs.nightly", true)]
    [InlineData("*.etl", "clusters.etl", true)]
    [InlineData("notebooks.ingest/*", "notebooks.ingest/sub/load.py", true)]
    [InlineData("jobs.a?b", "jobs.axb", false)]
    [InlineData("jobs.a", "jobs.a.b", false)]
    public void A_pattern_stands_for_kind_and_name_in_their_letters(string pattern, string asset, bool matches) =>
        Assert.Equal(matches, new AssetSelection([pattern]).Matches(asset));

    [Fact]
    public void Without_a_pattern_it_is_everything() => Assert.True(AssetSelection.Everything.Matches("jobs.any"));

    [Fact]
    public void Patterns_that_stand_for_nothing_are_told_apart() =>
        Assert.Equal(["jobs.b"], new AssetSelection(["jobs.a", "jobs.b", "*"]).Unmatched(["jobs.a", "clusters.c"]));
}
