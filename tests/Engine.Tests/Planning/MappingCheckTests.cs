using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Mappings;
using Layercake.Engine.Planning;

namespace Layercake.Engine.Tests.Planning;

/// <summary>A mapping is told when its other side is nothing, as far as the workspace tells.</summary>
public sealed class MappingCheckTests
{
    [Theory]
    [InlineData("bi", true, "")]
    [InlineData("1", true, "")]
    [InlineData("bj", true, "has. Did you mean bi? Correct the name.")]
    [InlineData("bj", false, "")]
    public void It_is_told_only_of_a_kind_that_the_workspace_lists(string to, bool listed, string end)
    {
        var names = new AssetNames([], new Listings(listed ? Warehouses : [], new Dictionary<string, string>()));
        var mapped = new MappedNames("test.mappings.json", [new NameMapping("warehouses", "starter", to, 1, 1)]);

        var finding = MappingCheck.Check(mapped, names).SingleOrDefault();

        Assert.EndsWith(end, finding?.Message ?? "", StringComparison.Ordinal);
        Assert.Equal(end.Length == 0 ? null : "MAP003", finding?.Code);
    }

    private static Dictionary<string, IReadOnlyList<LiveAsset>> Warehouses =>
        new()
        {
            ["warehouses"] =
            [
                new LiveAsset
                {
                    Name = "bi",
                    Id = "1",
                    State = [],
                },
            ],
        };
}
