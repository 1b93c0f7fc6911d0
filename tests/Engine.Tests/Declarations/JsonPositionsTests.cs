using System.Text;
using Layercake.Engine.Declarations;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Declarations;

public sealed class JsonPositionsTests
{
    private readonly JObject document = JsonText.Parse(
        Encoding.UTF8.GetBytes(
            """
            {
              "name": "etl",
              "conf": { "spark.speculation": "true", "a'b": null },
              "tasks": [
                { "key": "one" },
                {
                  "key": "two", "workers": 8
                }
              ]
            }
            """
        ),
        "f.json",
        []
    )!;

    [Theory]
    [InlineData("name", 2, 3)]
    [InlineData("conf.spark.speculation", 3, 13)]
    [InlineData("conf['spark.speculation']", 3, 13)]
    [InlineData("conf['a\\'b']", 3, 42)]
    [InlineData("tasks[0]", 5, 5)]
    [InlineData("tasks[1].workers", 7, 21)]
    public void A_field_stands_where_its_name_stands(string path, int line, int column) =>
        Assert.Equal((line, column), JsonPositions.Of(document, path));

    [Theory]
    [InlineData("", 1, 1)]
    [InlineData("missing", 1, 1)]
    [InlineData("conf.missing.deeper", 3, 3)]
    [InlineData("tasks[1].libraries[0].jar", 6, 5)]
    [InlineData("tasks[7].key", 4, 3)]
    [InlineData("tasks[*].key", 4, 3)]
    [InlineData("name.first", 2, 3)]
    [InlineData("tasks[", 4, 3)]
    public void What_is_not_there_stands_where_the_nearest_thing_above_it_stands(string path, int line, int column) =>
        Assert.Equal((line, column), JsonPositions.Of(document, path));

    [Fact]
    public void A_token_knows_where_it_starts()
    {
        Assert.Equal((7, 32), JsonPositions.Of(document["tasks"]![1]!["workers"]));
        Assert.Equal((7, 21), JsonPositions.Of(document["tasks"]![1]!["workers"]!.Parent));
        Assert.Equal((3, 11), JsonPositions.Of(document["conf"]));
    }

    [Fact]
    public void What_was_not_read_from_a_file_has_no_place()
    {
        Assert.Equal((0, 0), JsonPositions.Of(null));
        Assert.Equal((0, 0), JsonPositions.Of(new JObject(), "a.b"));
    }
}
