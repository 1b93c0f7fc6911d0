using Layercake.LocalCloud.Apis.Dbfs;
using Layercake.LocalCloud.Http;

namespace Layercake.LocalCloud.Tests.Dbfs;

public sealed class DbfsTests
{
    private readonly WorkspaceCalls calls = new(state => new DbfsEndpoints(state));

    [Theory]
    [InlineData("contents")]
    [InlineData("content")]
    public void A_file_put_as_json_is_read_back(string field)
    {
        calls.Post(
            "/api/2.0/dbfs/put",
            $$"""{"path":"dbfs:/FileStore/deploy//settings.json","{{field}}":"{{WorkspaceCalls.Encode("{}\n")}}","overwrite":"true"}"""
        );

        Assert.Equal(
            $$"""{"path":"/FileStore/deploy/settings.json","is_dir":false,"file_size":3,"modification_time":{{calls.State.Now}}}""",
            calls.Get("/api/2.0/dbfs/get-status?path=/FileStore/deploy/settings.json/").ToString(Newtonsoft.Json.Formatting.None)
        );
        Assert.Equal(
            WorkspaceCalls.Encode("}\n"),
            (string?)calls.Get("/api/2.0/dbfs/read?path=/FileStore/deploy/settings.json&offset=1")["data"]
        );
        Assert.Equal(0, (int)calls.Get("/api/2.0/dbfs/read?path=/FileStore/deploy/settings.json&offset=3")["bytes_read"]!);
    }

    [Theory]
    [InlineData("contents")]
    [InlineData("content")]
    [InlineData("filedata")]
    [InlineData("file")]
    public void A_form_carries_more_than_one_block(string part)
    {
        calls.Form("/api/2.0/dbfs/put", [("path", "/tmp/big"), ("overwrite", "True")], (part, new byte[1024 * 1024 + 1]));

        Assert.Equal(1024 * 1024 + 1, (long)calls.Get("/api/2.0/dbfs/get-status?path=/tmp/big")["file_size"]!);
    }

    [Fact]
    public void An_existing_file_is_only_replaced_when_asked_and_a_directory_never()
    {
        calls.Post("/api/2.0/dbfs/put", """{"path":"/tmp/a","contents":""}""");

        var error = calls.Refusal("POST", "/api/2.0/dbfs/put", """{"path":"/tmp/a","contents":""}""");
        Assert.Equal("400 RESOURCE_ALREADY_EXISTS", WorkspaceCalls.Code(error));
        Assert.Equal("A file or directory already exists at the input path dbfs:/tmp/a.", (string?)error.Body["message"]);
        Assert.Equal(
            "400 RESOURCE_ALREADY_EXISTS",
            WorkspaceCalls.Code(calls.Refusal("POST", "/api/2.0/dbfs/create", """{"path":"/tmp","overwrite":true}"""))
        );
        Assert.Equal(
            "400 RESOURCE_ALREADY_EXISTS",
            WorkspaceCalls.Code(calls.Refusal("POST", "/api/2.0/dbfs/mkdirs", """{"path":"/tmp/a/b"}"""))
        );
    }

    [Fact]
    public void Blocks_make_a_file()
    {
        var handle = calls.Post("/api/2.0/dbfs/create", """{"path":"/FileStore/wheels/a.whl"}""")["handle"];
        foreach (var block in new[] { "one ", "two" })
            calls.Post("/api/2.0/dbfs/add-block", $$"""{"handle":{{handle}},"data":"{{WorkspaceCalls.Encode(block)}}"}""");
        calls.Post("/api/2.0/dbfs/close", $$"""{"handle":"{{handle}}"}""");

        Assert.Equal(WorkspaceCalls.Encode("one two"), (string?)calls.Get("/api/2.0/dbfs/read?path=/FileStore/wheels/a.whl")["data"]);
        Assert.Equal(
            "404 RESOURCE_DOES_NOT_EXIST",
            WorkspaceCalls.Code(calls.Refusal("POST", "/api/2.0/dbfs/close", $$"""{"handle":{{handle}}}"""))
        );
    }

    [Fact]
    public void A_stream_that_lies_idle_for_ten_minutes_is_gone()
    {
        var handle = calls.Post("/api/2.0/dbfs/create", """{"path":"/tmp/slow"}""")["handle"];
        calls.Clock.Advance(TimeSpan.FromMinutes(9));
        calls.Post("/api/2.0/dbfs/add-block", $$"""{"handle":{{handle}},"data":""}""");
        calls.Clock.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(
            "404 RESOURCE_DOES_NOT_EXIST",
            WorkspaceCalls.Code(calls.Refusal("POST", "/api/2.0/dbfs/add-block", $$"""{"handle":{{handle}},"data":""}"""))
        );
    }

    [Fact]
    public void Blocks_and_reads_have_a_limit_of_one_mebibyte()
    {
        var tooMuch = Convert.ToBase64String(new byte[1024 * 1024 + 1]);
        var handle = calls.Post("/api/2.0/dbfs/create", """{"path":"/tmp/x"}""")["handle"];

        Assert.Equal(
            "400 MAX_BLOCK_SIZE_EXCEEDED",
            WorkspaceCalls.Code(calls.Refusal("POST", "/api/2.0/dbfs/add-block", $$"""{"handle":{{handle}},"data":"{{tooMuch}}"}"""))
        );
        Assert.Equal(
            "400 MAX_BLOCK_SIZE_EXCEEDED",
            WorkspaceCalls.Code(calls.Refusal("POST", "/api/2.0/dbfs/put", $$"""{"path":"/tmp/y","contents":"{{tooMuch}}"}"""))
        );
        Assert.Equal(
            "400 MAX_READ_SIZE_EXCEEDED",
            WorkspaceCalls.Code(calls.Refusal("GET", "/api/2.0/dbfs/read?path=/tmp/x&length=1048577"))
        );
        Assert.Equal("400 INVALID_PARAMETER_VALUE", WorkspaceCalls.Code(calls.Refusal("GET", "/api/2.0/dbfs/read?path=/tmp")));
    }

    [Fact]
    public void The_root_has_the_usual_directories_and_an_empty_one_lists_as_an_empty_object()
    {
        var names = calls.Get("/api/2.0/dbfs/list?path=/")["files"]!.Select(file => (string)file["path"]!).ToList();

        Assert.Superset(new HashSet<string> { "/FileStore", "/databricks-datasets", "/tmp", "/user" }, names.ToHashSet());
        Assert.Empty(calls.Get("/api/2.0/dbfs/list?path=/tmp"));
    }

    [Fact]
    public void What_is_missing_is_missing_for_reads_and_fine_for_delete()
    {
        var error = calls.Refusal("GET", "/api/2.0/dbfs/list?path=/FileStore/none");

        Assert.Equal("404 RESOURCE_DOES_NOT_EXIST", WorkspaceCalls.Code(error));
        Assert.Equal("No file or directory exists on path dbfs:/FileStore/none.", (string?)error.Body["message"]);
        Assert.Empty(calls.Post("/api/2.0/dbfs/delete", """{"path":"/FileStore/none"}"""));
    }

    [Fact]
    public void A_full_directory_is_deleted_only_recursively()
    {
        calls.Post("/api/2.0/dbfs/put", """{"path":"/tmp/a/b/c","contents":""}""");

        Assert.Equal("400 BAD_REQUEST", WorkspaceCalls.Code(calls.Refusal("POST", "/api/2.0/dbfs/delete", """{"path":"/tmp/a"}""")));
        calls.Post("/api/2.0/dbfs/delete", """{"path":"/tmp/a","recursive":true}""");
        Assert.Empty(calls.Get("/api/2.0/dbfs/list?path=/tmp"));
    }

    [Fact]
    public void A_directory_moves_with_all_that_is_in_it()
    {
        calls.Post("/api/2.0/dbfs/put", $$"""{"path":"/tmp/a/b/c","contents":"{{WorkspaceCalls.Encode("x")}}"}""");

        calls.Post("/api/2.0/dbfs/move", """{"source_path":"/tmp/a","destination_path":"dbfs:/FileStore/moved"}""");

        Assert.Equal(WorkspaceCalls.Encode("x"), (string?)calls.Get("/api/2.0/dbfs/read?path=/FileStore/moved/b/c")["data"]);
        Assert.Empty(calls.Get("/api/2.0/dbfs/list?path=/tmp"));
        Assert.Equal(
            "404 RESOURCE_DOES_NOT_EXIST",
            WorkspaceCalls.Code(calls.Refusal("POST", "/api/2.0/dbfs/move", """{"source_path":"/tmp/a","destination_path":"/tmp/z"}"""))
        );
    }

    [Fact]
    public void Volumes_are_not_served_here() =>
        Assert.Equal("403 PERMISSION_DENIED", WorkspaceCalls.Code(calls.Refusal("GET", "/api/2.0/dbfs/list?path=dbfs:/Volumes/a/b/c")));

    [Fact]
    public void A_reset_cloud_starts_with_the_usual_directories_again()
    {
        calls.Post("/api/2.0/dbfs/put", """{"path":"/tmp/a","contents":""}""");

        calls.State.Clear();

        Assert.Empty(calls.Get("/api/2.0/dbfs/list?path=/tmp"));
    }
}
