using Layercake.Engine.Kinds.References;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Kinds;

/// <summary>Names that stand inside texts, and in several fields together.</summary>
public sealed class NamesInTextTests
{
    [Theory]
    [InlineData("{{secrets/app/db-password}}", "secret-scopes app")]
    [InlineData("jdbc:x;user={{secrets/app/user}};password={{secrets/b.c/password}}", "secret-scopes app, secret-scopes b.c")]
    [InlineData("{{secrets/app}}", "")]
    [InlineData("{{job.parameters.secrets/app/x}}", "")]
    [InlineData("/Volumes/main/sales/landing/2026/file.csv", "volumes main.sales.landing")]
    [InlineData("dbfs:/Volumes/main/sales/landing", "volumes main.sales.landing")]
    [InlineData("/Volumes/main/sales", "")]
    [InlineData("copy of /Volumes/main/sales/landing", "")]
    public void A_text_names_what_the_service_finds_by_it(string text, string names) =>
        Assert.Equal(names, Named("clusters", new JObject { ["spark_conf"] = new JObject { ["a"] = text } }));

    [Theory]
    [InlineData("""{ "catalog": "main", "schema": "sales" }""", "schemas main.sales")]
    [InlineData("""{ "catalog": "main" }""", "")]
    [InlineData("""{ "catalog": "main", "schema": "" }""", "")]
    [InlineData("""{ "catalog": 1, "schema": ["a"] }""", "")]
    public void Fields_name_together_what_none_of_them_names_alone(string dbt, string names) =>
        Assert.Equal(names, Named("jobs", JObject.Parse($$"""{ "tasks": [ { "task_key": "a" }, { "dbt_task": {{dbt}} } ] }""")));

    [Fact]
    public void What_is_named_twice_is_found_once() =>
        Assert.Equal("secret-scopes app", Named("jobs", JObject.Parse("""{ "a": "{{secrets/app/x}}", "b": ["{{secrets/app/y}}"] }""")));

    [Fact]
    public void A_name_in_a_text_is_changed_alone()
    {
        var document = JObject.Parse("""{ "a": "{{secrets/app/app}} app {{secrets/other/app}}", "b": "/Volumes/app/app/app/x" }""");

        NamesInText.Rename(document, (_, name) => name == "app" ? "dev-app" : null);

        Assert.Equal("{{secrets/dev-app/app}} app {{secrets/other/app}}", (string?)document["a"]);
        Assert.Equal("/Volumes/app/app/app/x", (string?)document["b"]);
    }

    private static string Named(string kind, JObject document) =>
        string.Join(", ", NamesInText.In(kind, document).Select(named => $"{named.Kind} {named.Name}"));
}
