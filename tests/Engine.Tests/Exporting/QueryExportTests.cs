using Layercake.Engine.Exporting;
using Layercake.Engine.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Exporting;

/// <summary>Queries as pairs of files: the fields, and the text beside them.</summary>
public sealed class QueryExportTests : QueryWorkspace
{
    private string id = "";

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await Workspace.Cloud.PostAsync("/api/2.0/workspace/mkdirs", new JObject { ["path"] = "/Shared/app/queries/daily" });
        id = await MakeAsync("top", "/Shared/app/queries/daily", "select 1,\n  2");
    }

    [Fact]
    public async Task A_new_query_becomes_a_pair_of_files_that_deploys_as_it_is()
    {
        var result = await Workspace.ExportAsync("queries");

        Assert.Equal(["queries/top.json", "queries/top.sql"], result.Files.Select(file => file.File));
        Assert.Equal("select 1,\n  2\n", Workspace.Text("queries/top.sql"));
        Assert.Equal(
            """{"display_name":"top","parent_path":"daily"}""",
            JObject.Parse(Workspace.Text("queries/top.json")).ToString(Newtonsoft.Json.Formatting.None)
        );
        Assert.True((await Workspace.PlanAsync()).IsEmpty);
        Assert.All((await Workspace.ExportAsync("queries")).Files, file => Assert.Equal(ExportAction.Unchanged, file.Action));
    }

    [Fact]
    public async Task Where_only_the_text_changed_only_its_file_is_written()
    {
        const string Json = """{ "parent_path": "daily", /* as I like it */ "display_name": "top" }""";
        Workspace.With("queries/top.json", Json).With("queries/top.sql", "select 1");

        var result = await Workspace.ExportAsync("queries");

        Assert.Equal(
            [("queries/top.json", ExportAction.Unchanged), ("queries/top.sql", ExportAction.Changed)],
            result.Files.Select(file => (file.File!, file.Action))
        );
        Assert.Equal((Json, "select 1,\n  2\n"), (Workspace.Text("queries/top.json"), Workspace.Text("queries/top.sql")));
    }

    [Fact]
    public async Task A_text_that_the_author_has_in_the_document_stays_there()
    {
        Workspace.With("queries/top.json", """{ "display_name": "top", "query_text": "select 1", "parent_path": "daily" }""");

        await Workspace.ExportAsync("queries");

        Assert.Equal(["queries/top.json"], Workspace.Files());
        Assert.Equal("select 1,\n  2", (string?)JObject.Parse(Workspace.Text("queries/top.json"))["query_text"]);
    }

    [Fact]
    public async Task Other_line_ends_are_no_reason_to_write_the_text_again()
    {
        Workspace
            .With("queries/top.json", """{ "display_name": "top", "parent_path": "daily" }""")
            .With("queries/top.sql", "select 1,\r\n  2\r\n");

        await Workspace.ExportAsync("queries");

        Assert.Equal("select 1,\r\n  2\r\n", Workspace.Text("queries/top.sql"));
    }

    [Fact]
    public async Task A_text_with_variables_stays_as_it_is()
    {
        Workspace
            .With("queries/top.json", """{ "display_name": "top", "parent_path": "daily" }""")
            .With("queries/top.sql", "select '${env.name}'");

        var result = await Workspace.ExportAsync("queries");

        Assert.Equal("select '${env.name}'", Workspace.Text("queries/top.sql"));
        Assert.All(result.Files, file => Assert.Equal(ExportAction.Kept, file.Action));
        Assert.EndsWith(
            "queries/top.json and queries/top.sql stay as they are, because queries/top.sql holds variables. Change them by hand, or "
                + "delete them and export again.",
            Assert.Single(result.Findings).Message
        );
    }

    [Fact]
    public async Task Both_files_of_a_query_that_is_gone_are_removed_and_none_when_one_was_edited()
    {
        await Workspace.ExportAsync("queries");
        await Workspace.Cloud.CallAsync("DELETE", $"{Queries}/{id}");
        var text = Workspace.Text("queries/top.json");
        Workspace.With("queries/top.json", text + " ");

        await Workspace.ExportAsync("queries");
        Assert.Equal(["queries/top.json", "queries/top.sql"], Workspace.Files());

        Workspace.With("queries/top.json", text);
        await Workspace.ExportAsync("queries");
        Assert.Empty(Workspace.Files());
    }

    [Fact]
    public async Task One_of_the_same_name_elsewhere_gets_no_file_beside_the_declared_one()
    {
        await Workspace.ExportAsync("queries");
        await MakeAsync("top", "/Shared", "select 'theirs'");

        var result = await Workspace.ExportAsync("queries");

        Assert.All(result.Files, file => Assert.Equal(ExportAction.Unchanged, file.Action));
        Assert.Equal(2, result.Files.Count);
    }
}
