using Layercake.Engine.Kinds.Fields;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Kinds;

/// <summary>Which fields an export may leave out.</summary>
public sealed class ExportDefaultTests
{
    private static readonly FieldRules Rules = new(
        new ObjectSchema("a thing")
            .Whole("runs")
            .ServerDefault(because: "the service fills it", 1)
            .Text("mode")
            .ServerDefault(because: "the service fills it", "A", "B")
            .Text("cloud")
            .ServerDefault(because: "the service fills it")
            .Whole("always")
            .ServerDefault(because: "the service fills it", 1)
            .AlwaysExport()
            .Text("level")
            .ExportDefault("LOW", "NONE")
            .Text("id")
            .ExportDefault()
            .Text("driver")
            .DefaultsTo("worker")
            .Text("node")
            .ReplacedBy("pool")
    );

    [Theory]
    [InlineData("runs", """{"runs":1.0}""")]
    [InlineData("level", """{"level":"NONE"}""")]
    [InlineData("id", """{"id":"any"}""")]
    [InlineData("driver", """{"driver":"x","worker":"x"}""")]
    [InlineData("node", """{"node":"x","pool":"p"}""")]
    public void A_field_that_the_service_would_fill_alike_is_left_out(string field, string document) =>
        Assert.True(IsExportDefault(field, document));

    [Theory]
    [InlineData("runs", """{"runs":2}""")]
    [InlineData("mode", """{"mode":"A"}""")]
    [InlineData("cloud", """{"cloud":"x"}""")]
    [InlineData("always", """{"always":1}""")]
    [InlineData("level", """{"level":"HIGH"}""")]
    [InlineData("driver", """{"driver":"x","worker":"y"}""")]
    [InlineData("driver", """{"driver":"x"}""")]
    [InlineData("node", """{"node":"x"}""")]
    [InlineData("node", """{"node":"x","pool":""}""")]
    [InlineData("node", """{"node":"x","pool":null}""")]
    [InlineData("other", """{"other":0}""")]
    public void A_field_whose_default_is_another_or_not_known_is_kept(string field, string document) =>
        Assert.False(IsExportDefault(field, document));

    private static bool IsExportDefault(string field, string document)
    {
        var beside = JObject.Parse(document);
        return Rules.IsExportDefault(field, beside[field]!, beside);
    }
}
