using System.Text;
using Layercake.LocalCloud.Apis.Workspace;
using Layercake.LocalCloud.Http;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.Workspace;

public sealed class WorkspaceTests
{
    private const string Ingest =
        "# Databricks notebook source\r\nprint(\"hello\")\r\n\n# COMMAND ----------\n\n# MAGIC %sql\n# MAGIC select 1\n";

    private readonly WorkspaceCalls calls = new((_, tree) => [new WorkspaceEndpoints(tree)]);

    [Fact]
    public void A_notebook_is_imported_and_shown_with_its_language_and_times()
    {
        var id = (long)Import("/Workspace/Shared//ingest/", Ingest)["object_id"]!;

        var status = calls.Get("/api/2.0/workspace/get-status?path=%2FShared%2Fingest");
        Assert.Equal(
            """{"object_type":"NOTEBOOK","path":"/Shared/ingest","language":"PYTHON","created_at":"""
                + $$"""{{calls.State.Now}},"modified_at":{{calls.State.Now}}"""
                + $$""","object_id":{{id}},"resource_id":"{{id}}"}""",
            status.ToString(Formatting.None)
        );
        Assert.True(JToken.DeepEquals(status, Assert.Single(calls.Get("/api/2.0/workspace/list?path=/Workspace/Shared")["objects"]!)));
        Assert.True(JToken.DeepEquals(status, Assert.Single(calls.Get("/api/2.0/workspace/list?path=/Shared/ingest")["objects"]!)));
    }

    [Fact]
    public void Overwriting_keeps_the_id_and_may_change_the_language()
    {
        var id = Import("/Shared/x", "a")["object_id"];
        var created = calls.State.Now;
        calls.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(id, Import("/Shared/x", "select 1", language: "SQL", overwrite: true)["object_id"]);

        var status = calls.Get("/api/2.0/workspace/get-status?path=/Shared/x");
        Assert.Equal(
            ("SQL", created, calls.State.Now),
            ((string)status["language"]!, (long)status["created_at"]!, (long)status["modified_at"]!)
        );
    }

    [Theory]
    [InlineData("/Shared/none/x", "SOURCE", "PYTHON", "404 RESOURCE_DOES_NOT_EXIST", "The parent folder (/Shared/none) does not exist.")]
    [InlineData("/Shared/taken", "SOURCE", "PYTHON", "400 RESOURCE_ALREADY_EXISTS", "Path (/Shared/taken) already exists.")]
    [InlineData("/Shared/new", "SOURCE", null, "400 INVALID_PARAMETER_VALUE", null)]
    [InlineData("/Shared/new", "JUPYTER", null, "400 INVALID_PARAMETER_VALUE", null)]
    [InlineData("/Shared/new", "DBC", null, "400 INVALID_PARAMETER_VALUE", null)]
    [InlineData("/Shared", "SOURCE", "PYTHON", "400 RESOURCE_ALREADY_EXISTS", null)]
    [InlineData("new", "SOURCE", "PYTHON", "400 INVALID_PARAMETER_VALUE", null)]
    public void An_import_that_cannot_be_is_refused(string path, string format, string? language, string code, string? message)
    {
        Import("/Shared/taken", "a");

        var error = Assert.Throws<ApiError>(() => Import(path, "a", format, language));

        Assert.Equal(code, WorkspaceCalls.Code(error));
        if (message is not null)
            Assert.Equal(message, (string?)error.Body["message"]);
    }

    [Fact]
    public void Eleven_megabytes_are_too_many_for_a_notebook()
    {
        var error = Assert.Throws<ApiError>(() =>
            calls.Form("/api/2.0/workspace/import", [("path", "/Shared/x.ipynb"), ("format", "AUTO")], ("content", new byte[11010048]))
        );

        Assert.Equal("400 MAX_NOTEBOOK_SIZE_EXCEEDED", WorkspaceCalls.Code(error));
        Assert.Equal("File size imported is (11010048 bytes), exceeded max size (10485760 bytes)", (string?)error.Body["message"]);
    }

    [Theory]
    [InlineData("a.py", "# Databricks notebook source\n1", "NOTEBOOK /Shared/a PYTHON")]
    [InlineData("a.sql", "-- Databricks notebook source\r\nselect 1", "NOTEBOOK /Shared/a SQL")]
    [InlineData("a.R", "# Databricks notebook source", "NOTEBOOK /Shared/a R")]
    [InlineData("a.scala", "// Databricks notebook source\n", "NOTEBOOK /Shared/a SCALA")]
    [InlineData("a.ipynb", """{"cells":[],"metadata":{"language_info":{"name":"scala"}}}""", "NOTEBOOK /Shared/a SCALA")]
    [InlineData("a.py", "import sys", "FILE /Shared/a.py ")]
    [InlineData("a.py", "# Databricks notebook sources", "FILE /Shared/a.py ")]
    [InlineData("a.txt", "# Databricks notebook source\n", "FILE /Shared/a.txt ")]
    public void Auto_decides_by_extension_and_first_line(string name, string content, string expected)
    {
        calls.Form(
            "/api/2.0/workspace/import",
            [("path", $"/Shared/{name}"), ("format", "AUTO"), ("overwrite", "True")],
            ("content", Encoding.UTF8.GetBytes(content))
        );

        var made = Assert.Single(calls.Get("/api/2.0/workspace/list?path=/Shared")["objects"]!);
        Assert.Equal(expected, $"{made["object_type"]} {made["path"]} {made["language"]}");
        Assert.Equal(expected.StartsWith("FILE", StringComparison.Ordinal) ? content.Length : null, (int?)made["size"]);
    }

    [Fact]
    public void A_file_does_not_take_a_notebooks_place()
    {
        Import("/Shared/x", "a");

        var error = Assert.Throws<ApiError>(() => Import("/Shared/x", "a", "RAW", overwrite: true));

        Assert.Equal("Node named 'x' already exists", (string?)error.Body["message"]);
    }

    [Theory]
    [InlineData("print(1)", "# Databricks notebook source\nprint(1)")]
    [InlineData(Ingest, Ingest)]
    [InlineData("", "# Databricks notebook source\n")]
    public void An_exported_source_has_the_header_once(string imported, string exported)
    {
        Import("/Shared/x", imported);

        var answer = calls.Get("/api/2.0/workspace/export?path=/Shared/x");
        Assert.Equal(exported, Decode(answer));
        Assert.Equal("py", (string?)answer["file_type"]);
        var raw = calls.Send("GET", "/api/2.0/workspace/export?path=/Shared/x&direct_download=true");
        Assert.Equal(exported, Encoding.UTF8.GetString(raw.Body));
        Assert.Contains("x.py", raw.Headers["content-disposition"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("JUPYTER")]
    [InlineData("HTML")]
    [InlineData("DBC")]
    public void A_notebook_goes_through_other_formats_with_its_cells(string format)
    {
        Import("/Shared/x", Ingest);
        var exported = (string)calls.Get($"/api/2.0/workspace/export?path=/Shared/x&format={format}")["content"]!;

        calls.Post(
            "/api/2.0/workspace/import",
            new JObject
            {
                ["path"] = "/Shared/y",
                ["format"] = format,
                ["content"] = exported,
                ["language"] = null,
            }.ToString()
        );

        Assert.Equal("PYTHON", (string?)calls.Get("/api/2.0/workspace/get-status?path=/Shared/y")["language"]);
        Assert.Equal(Ingest.ReplaceLineEndings("\n"), Decode(calls.Get("/api/2.0/workspace/export?path=/Shared/y")));
        if (format != "DBC")
            Assert.Equal(exported, (string?)calls.Get($"/api/2.0/workspace/export?path=/Shared/y&format={format}")["content"]);
    }

    [Fact]
    public void A_folder_goes_through_an_archive()
    {
        calls.Post("/api/2.0/workspace/mkdirs", """{"path":"/Shared/orders/lib"}""");
        Import("/Shared/orders/ingest", Ingest);
        Import("/Shared/orders/lib/a b.sql", "select 1", language: "SQL");
        Import("/Shared/orders/data.csv", "1,2", "RAW");
        var archive = calls.Get("/api/2.0/workspace/export?path=/Shared/orders&format=DBC")["content"];

        calls.Post(
            "/api/2.0/workspace/import",
            new JObject
            {
                ["path"] = "/Shared/copy",
                ["format"] = "DBC",
                ["content"] = archive,
            }.ToString()
        );

        Assert.Equal(["/Shared/copy/data.csv", "/Shared/copy/ingest", "/Shared/copy/lib"], Paths("/Shared/copy"));
        Assert.Equal(["/Shared/copy/lib/a b.sql"], Paths("/Shared/copy/lib"));
        Assert.Equal("1,2", Decode(calls.Get("/api/2.0/workspace/export?path=/Shared/copy/data.csv")));
    }

    [Fact]
    public void R_markdown_becomes_an_r_notebook()
    {
        Import("/Shared/r", "# Title\n\n```{r}\nx <- 1\n```\n", "R_MARKDOWN", language: null);

        Assert.Equal(
            "# Databricks notebook source\n# MAGIC %md\n# MAGIC # Title\n\n# COMMAND ----------\n\nx <- 1\n",
            Decode(calls.Get("/api/2.0/workspace/export?path=/Shared/r"))
        );
    }

    [Fact]
    public void The_roots_and_the_callers_home_are_there_and_protected()
    {
        Assert.Equal(["/Repos", "/Shared", "/Users"], Paths("/"));
        Assert.Equal([$"/Users/{WorkspaceCalls.Dana.UserName}"], Paths("/Users"));

        foreach (var path in new[] { "/", "/Users", $"/Users/{WorkspaceCalls.Dana.UserName}", "/Shared", "/Repos" })
            Assert.Equal(
                "DIRECTORY_PROTECTED",
                (string?)calls.Refusal("POST", "/api/2.0/workspace/delete", $$"""{"path":"{{path}}","recursive":true}""").Body["error_code"]
            );
    }

    [Fact]
    public void A_full_folder_is_deleted_only_recursively_and_what_is_missing_not_at_all()
    {
        calls.Post("/api/2.0/workspace/mkdirs", """{"path":"/Shared/a/b"}""");
        calls.Post("/api/2.0/workspace/mkdirs", """{"path":"/Shared/a/b"}""");

        Assert.Equal(
            "400 DIRECTORY_NOT_EMPTY",
            WorkspaceCalls.Code(calls.Refusal("POST", "/api/2.0/workspace/delete", """{"path":"/Shared/a"}"""))
        );
        calls.Post("/api/2.0/workspace/delete", """{"path":"/Shared/a","recursive":true}""");

        Assert.Empty(calls.Get("/api/2.0/workspace/list?path=/Shared"));
        var error = calls.Refusal("POST", "/api/2.0/workspace/delete", """{"path":"/Shared/a"}""");
        Assert.Equal("404 RESOURCE_DOES_NOT_EXIST", WorkspaceCalls.Code(error));
        Assert.Equal("Path (/Shared/a) doesn't exist.", (string?)error.Body["message"]);
    }

    [Fact]
    public void A_folder_cannot_be_made_where_a_notebook_is()
    {
        Import("/Shared/x", "a");

        Assert.Equal(
            "400 RESOURCE_ALREADY_EXISTS",
            WorkspaceCalls.Code(calls.Refusal("POST", "/api/2.0/workspace/mkdirs", """{"path":"/Shared/x/y"}"""))
        );
    }

    [Fact]
    public void A_raw_file_goes_to_the_path_in_the_url_and_is_read_from_there()
    {
        const string Path = "Users%2Fdana.koch%40contoso.example%2Fm%C3%A4rz%20%231%25.json";
        Send("{\"overwrite\":true}");

        Assert.Equal("{\"overwrite\":true}", Encoding.UTF8.GetString(calls.Send("GET", $"/api/2.0/workspace-files/{Path}").Body));
        Assert.Equal(["/Users/dana.koch@contoso.example/märz #1%.json"], Paths("/Users/dana.koch@contoso.example"));
        Assert.Equal("409 RESOURCE_ALREADY_EXISTS", WorkspaceCalls.Code(Assert.Throws<ApiError>(() => Send("{}"))));
        Send("{}", "?overwrite=true");

        void Send(string content, string query = "") =>
            calls.Send("POST", $"/api/2.0/workspace-files/import-file/{Path}{query}", Encoding.UTF8.GetBytes(content), raw: true);
    }

    [Fact]
    public void A_raw_file_does_not_take_a_notebooks_place()
    {
        Import("/Shared/x", "a");

        var error = Assert.Throws<ApiError>(() =>
            calls.Send("POST", "/api/2.0/workspace-files/import-file/Shared%2Fx", "b"u8.ToArray(), raw: true)
        );

        Assert.Equal(("400 ", "Path (/Shared/x) already exists."), (WorkspaceCalls.Code(error), (string?)error.Body["message"]));
        Assert.Equal(
            "404 RESOURCE_DOES_NOT_EXIST",
            WorkspaceCalls.Code(
                Assert.Throws<ApiError>(() => calls.Send("POST", "/api/2.0/workspace-files/import-file/no/x", [], raw: true))
            )
        );
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("a.b.c")]
    [InlineData("it's \"quoted\"")]
    [InlineData("50% #1 + 2 & more")]
    [InlineData("Übersicht–größe 日本")]
    public void Names_are_kept_as_they_are(string name)
    {
        calls.Post(
            "/api/2.0/workspace/import",
            new JObject
            {
                ["path"] = $"/Shared/{name}",
                ["language"] = "PYTHON",
                ["content"] = WorkspaceCalls.Encode("1"),
            }.ToString()
        );

        Assert.Equal(
            $"/Shared/{name}",
            (string?)calls.Get($"/api/2.0/workspace/get-status?path={Uri.EscapeDataString($"/Shared/{name}")}")["path"]
        );
    }

    [Fact]
    public void Only_notebooks_changed_since_are_listed_when_asked()
    {
        Import("/Shared/old", "a");
        var then = calls.State.Now;
        calls.Clock.Advance(TimeSpan.FromSeconds(1));
        Import("/Shared/new", "a");

        Assert.Equal(
            "/Shared/new",
            (string?)Assert.Single(calls.Get($"/api/2.0/workspace/list?path=/Shared&notebooks_modified_after={then}")["objects"]!)["path"]
        );
    }

    private JObject Import(string path, string content, string format = "SOURCE", string? language = "PYTHON", bool overwrite = false) =>
        calls.Post(
            "/api/2.0/workspace/import",
            new JObject
            {
                ["path"] = path,
                ["format"] = format,
                ["language"] = language,
                ["content"] = WorkspaceCalls.Encode(content),
                ["overwrite"] = overwrite,
            }.ToString()
        );

    private IEnumerable<string?> Paths(string folder) =>
        calls.Get($"/api/2.0/workspace/list?path={Uri.EscapeDataString(folder)}")["objects"]!.Select(entry => (string?)entry["path"]);

    private static string Decode(JObject exported) => Encoding.UTF8.GetString(Convert.FromBase64String((string)exported["content"]!));
}
