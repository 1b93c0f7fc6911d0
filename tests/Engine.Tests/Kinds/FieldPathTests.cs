using Layercake.Engine.Kinds.Fields;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Kinds;

/// <summary>The paths of fields, without any kind.</summary>
public sealed class FieldPathTests
{
    private static readonly FieldRules Rules = new(
        new ObjectSchema("a thing")
            .List(
                "tasks",
                new ObjectSchema("a task").Text("task_key").List("parts", new ObjectSchema("a part").Text("name")).KeyedBy("name")
            )
            .KeyedBy("task_key")
    );

    private static readonly JObject Document = JObject.Parse(
        """
        {
          "tasks": [
            { "task_key": "a", "parts": [ { "name": "x", "size": 1 }, { "name": "y", "size": 2 } ] },
            { "task_key": "b[1]", "conf": { "c.d": { "e": 3 } }, "parts": [ { "name": "y", "size": 4 } ] }
          ]
        }
        """
    );

    [Theory]
    [InlineData("tasks[a].task_key", "a")]
    [InlineData("tasks[a].parts[y].size", "2")]
    [InlineData("tasks[b(1)].parts[y].size", "4")]
    [InlineData("tasks[b(1)].conf['c.d'].e", "3")]
    [InlineData("tasks[c].task_key", null)]
    [InlineData("tasks[a].parts[z].size", null)]
    [InlineData("tasks[a].conf.e", null)]
    public void A_path_leads_to_its_field_through_lists_with_keys_at_any_depth(string path, string? value) =>
        Assert.Equal(value, FieldPath.Find(Document, path, Rules)?.ToString());

    [Theory]
    [InlineData("name", "name")]
    [InlineData("tasks[a].timeout_seconds", "tasks[*].timeout_seconds")]
    [InlineData("tasks[a.b].parts[y].size", "tasks[*].parts[*].size")]
    [InlineData("spark_conf['a.b']", "spark_conf['a.b']")]
    [InlineData("tasks[a].conf['c.d'].e", "tasks[*].conf['c.d'].e")]
    public void A_rule_names_any_entry_of_a_list_and_keeps_the_names_of_fields(string path, string pattern) =>
        Assert.Equal(pattern, FieldPath.Pattern(path));

    [Fact]
    public void A_dot_in_a_key_begins_no_field() => Assert.Equal(["tasks", "tasks[a.b]"], FieldTree.Above("tasks[a.b].size"));
}
