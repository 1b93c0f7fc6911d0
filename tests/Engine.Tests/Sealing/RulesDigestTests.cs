using Layercake.Engine.Environments;
using Layercake.Engine.Kinds;
using Layercake.Engine.Kinds.References;
using Layercake.Engine.Sealing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Sealing;

/// <summary>With other rules a sealed plan would mean something else, so all of them are in the digest.</summary>
public sealed class RulesDigestTests
{
    private static readonly DeploymentEnvironment Environment = new() { Name = "test", File = "deployment/environments/test.json" };

    private readonly JObject document = RulesDigest.Document(KindTable.For(Environment));

    [Fact]
    public void The_fields_of_each_kind_are_in_it() =>
        Assert.Equal(KindTable.Names, document.Value<JObject>("fields")!.Properties().Select(kind => kind.Name));

    [Fact]
    public void Kinds_that_are_carried_out_when_they_change_are_in_it() => Assert.Equal(["publish"], Texts("run_on_change"));

    [Fact]
    public void Each_reference_is_in_it()
    {
        Assert.Contains("jobs tasks[*].run_job_task.job_id jobs", Texts("references"));
        Assert.Equal(ReferenceTable.Rules.Count, Texts("references").Distinct().Count());
    }

    [Fact]
    public void Each_path_is_in_it_with_its_form()
    {
        Assert.Contains("jobs tasks[*].spark_python_task.python_file notebooks PrefixedText /Workspace True  File", Texts("paths"));
        Assert.Equal(ReferenceTable.Paths.Count, Texts("paths").Distinct().Count());
    }

    [Fact]
    public void Names_in_texts_and_of_several_fields_are_in_it()
    {
        Assert.Contains(Texts("names_in_texts"), rule => rule.StartsWith("secret-scopes ", StringComparison.Ordinal));
        Assert.Contains("queries  catalog.schema schemas", Texts("combined_names"));
        Assert.Equal(["jobs"], Texts("numbers"));
    }

    private IEnumerable<string> Texts(string name) => document[name]!.Select(text => (string)text!);
}
