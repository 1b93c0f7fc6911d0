using HandlebarsDotNet;
using Layercake.Engine.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Templates;

/// <summary>Handlebars.Net is the judge of what the language means.</summary>
public sealed class HandlebarsAgreementTests
{
    private const string Values = """
        { "name": "nightly", "cron": "0 0 2", "zero": 0, "no": false, "empty": "", "none": [], "runs": 3,
          "list": ["a", "b", "c"], "map": { "x": "1", "y": "2" }, "cluster": { "workers": 4, "inner": { "deep": "d" } },
          "tasks": [ { "key": "one", "needs": [] }, { "key": "two", "needs": ["one"] } ] }
        """;

    [Theory]
    [InlineData("{ \"a\": \"{{job.name}}/{{ job.cluster.inner.deep }}\", \"b\": {{job.runs}} }")]
    [InlineData("{ \"a\": \"<{{~ job.name ~}} >\", \"b\": \"{{{job.name}}}\" }")]
    [InlineData(
        "{ \"a\": \"{{#if job.cron}}yes{{else}}no{{/if}}{{#if job.zero}}yes{{else}}no{{/if}}{{#if job.no}}yes{{else}}no{{/if}}{{#if "
            + "job.empty}}yes{{else}}no{{/if}}{{#if job.none}}yes{{else}}no{{/if}}{{#if job.gone}}yes{{else}}no{{/if}}\" }"
    )]
    [InlineData("{ \"a\": \"{{#unless job.cron}}yes{{else}}no{{/unless}}{{#unless job.no}}yes{{/unless}}\" }")]
    [InlineData(
        "{ \"a\": [ {{#each job.list}}\"{{this}}{{@index}}{{#if @first}}f{{/if}}{{#if @last}}l{{/if}}\"{{#unless "
            + "@last}},{{/unless}}{{/each}} ] }"
    )]
    [InlineData("{ \"a\": [ {{#each job.none}}1{{else}}2{{/each}} ] }")]
    [InlineData("{ {{#each job.map}}\"{{@key}}\": \"{{this}}\"{{#unless @last}},{{/unless}}{{/each}} }")]
    [InlineData(
        "{ \"a\": [ {{#each job.tasks}}{ \"k\": \"{{key}}\", \"of\": \"{{@root.job.name}}\", \"n\": [ {{#each needs}}\"{{this}} for "
            + "{{../key}}\"{{/each}} ] }{{#unless @last}},{{/unless}}{{/each}} ] }"
    )]
    [InlineData("{ \"a\": [ {{#each job.list as |entry|}}\"{{entry}}\"{{#unless @last}},{{/unless}}{{/each}} ] }")]
    [InlineData("{ {{#with job.cluster}}\"w\": {{workers}}, \"d\": \"{{inner.deep}}\"{{/with}} }")]
    [InlineData("{ {{! a comment }} \"a\": {{!-- }} --}} \"\\{{job.name}}\" }")]
    [InlineData("{ \"a\": \"{{#if job.no}}1{{else if job.cron}}2{{else}}3{{/if}}\" }")]
    public void Both_make_the_same_of_a_template(string template)
    {
        var judge = Handlebars.Create(new HandlebarsConfiguration { NoEscape = true });
        var expected = JObject.Parse(judge.Compile(template)(new Dictionary<string, object?> { ["job"] = Plain(JObject.Parse(Values)) }));

        Assert.True(JToken.DeepEquals(expected, Ours(template)), $"{expected}\n{Ours(template)}");
    }

    private static JToken Ours(string template)
    {
        using var assets = new DeclaredFolder();
        assets.With("jobs/templates/judged.json", $"{{ \"name\": \"x\", \"result\": {template} }}");
        var definition = JObject.Parse(Values);
        definition["template"] = "judged";
        assets.With("jobs/judged.json", definition.ToString());

        var (declarations, findings) = assets.Read();
        Assert.DoesNotContain(findings, finding => finding.Contains("error", StringComparison.Ordinal));
        return Assert.Single(declarations).Content["result"]!;
    }

    private static object? Plain(JToken value) =>
        value switch
        {
            JObject fields => fields.Properties().ToDictionary(field => field.Name, field => Plain(field.Value)),
            JArray list => list.Select(Plain).ToList(),
            _ => ((JValue)value).Value,
        };
}
