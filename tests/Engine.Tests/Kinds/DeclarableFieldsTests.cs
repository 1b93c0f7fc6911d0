using Layercake.Engine.Kinds.Fields;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Kinds;

/// <summary>What an export writes of an object, and which fields it says that it left out.</summary>
public sealed class DeclarableFieldsTests
{
    private static readonly FieldRules Rules = new(
        new ObjectSchema("a thing")
            .ReadOnly("state")
            .Text("name")
            .Whole("runs")
            .ServerDefault(because: "the service fills it", 1)
            .Object("filled", new ObjectSchema("a filled block").Whole("size").ServerDefault(because: "the service fills it", 3))
            .ServerDefault(because: "the service adds it")
            .Object("block", new ObjectSchema("a block").Whole("size").ServerDefault(because: "the service fills it", 3).Text("note"))
            .List("tasks", new ObjectSchema("a task").Text("key").Whole("tries").ServerDefault(because: "the service fills it", 0))
            .KeyedBy("key")
    );

    [Theory]
    [InlineData("""{"name":"a","state":"RUNNING","runs":1}""", """{"name":"a"}""", "runs, state")]
    [InlineData("""{"name":"a","runs":2}""", """{"name":"a","runs":2}""", "")]
    [InlineData("""{"block":{"size":3,"note":"x"}}""", """{"block":{"note":"x"}}""", "block.size")]
    [InlineData("""{"block":{"size":3}}""", """{"block":{"size":3}}""", "")]
    [InlineData(
        """{"tasks":[{"key":"a","tries":0},{"key":"b","tries":1}]}""",
        """{"tasks":[{"key":"a"},{"key":"b","tries":1}]}""",
        "tasks[0].tries"
    )]
    [InlineData("""{"filled":{"size":3}}""", "{}", "filled")]
    [InlineData("""{"Order No.":"7","..":"1","a[b":"2","c]":"3"}""", """{"Order No.":"7","..":"1","a[b":"2","c]":"3"}""", "")]
    public void What_the_service_fills_in_is_left_out_and_said(string state, string document, string omitted)
    {
        var left = new List<string>();

        var kept = DeclarableFields.Of(JObject.Parse(state), Rules, left);

        Assert.Equal(document, kept.ToString(Newtonsoft.Json.Formatting.None));
        Assert.Equal(omitted, string.Join(", ", left.Order(StringComparer.Ordinal)));
    }
}
