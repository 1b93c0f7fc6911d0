using Layercake.Rest.Apis;
using Layercake.Rest.Tests.Support;

namespace Layercake.Rest.Tests.Apis;

public sealed class WorkspaceApiTests
{
    private readonly Bench bench = new();
    private readonly WorkspaceApi workspace;

    public WorkspaceApiTests() => workspace = new WorkspaceApi(bench.Client);

    [Theory]
    [InlineData("/Shared/a b", "%2FShared%2Fa%20b")]
    [InlineData("/x+y%20z#1", "%2Fx%2By%2520z%231")]
    [InlineData("/R&D/it's \"so\"", "%2FR%26D%2Fit%27s%20%22so%22")]
    [InlineData("/Grüße/日本=?", "%2FGr%C3%BC%C3%9Fe%2F%E6%97%A5%E6%9C%AC%3D%3F")]
    [InlineData("/a/../b", "%2Fa%2F..%2Fb")]
    public async Task Paths_arrive_as_they_are(string path, string encoded)
    {
        await workspace.GetStatusAsync(path, CancellationToken.None);

        Assert.Equal($"/api/2.0/workspace/get-status?path={encoded}", bench.Service.Requests[0].Target);
    }

    [Fact]
    public async Task An_empty_folder_is_an_empty_list() => Assert.Empty(await workspace.ListAsync("/Shared", CancellationToken.None));

    [Fact]
    public async Task An_import_sends_base64_and_a_language_only_where_there_is_one()
    {
        await workspace.ImportAsync("/a", "x\r\n"u8.ToArray(), "SOURCE", "PYTHON", overwrite: true, CancellationToken.None);
        await workspace.ImportAsync("/b", [], "AUTO", null, overwrite: true, CancellationToken.None);

        Assert.Equal(
            """{"path":"/a","format":"SOURCE","language":"PYTHON","overwrite":true,"content":"eA0K"}""",
            bench.Service.Requests[0].Text
        );
        Assert.Equal("""{"path":"/b","format":"AUTO","overwrite":true,"content":""}""", bench.Service.Requests[1].Text);
    }

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 1)]
    public async Task An_import_is_repeated_only_if_it_overwrites(bool overwrite, int requests)
    {
        bench.Service.Then(503);

        await Record.ExceptionAsync(() => workspace.ImportAsync("/a", [], "SOURCE", "SQL", overwrite, CancellationToken.None));

        Assert.Equal(requests, bench.Service.Requests.Count);
    }

    [Fact]
    public async Task An_export_gives_the_bytes_as_they_come()
    {
        byte[] content = [0, 255, 13, 10];
        bench.Service.ThenBytes(content);

        Assert.Equal(content, await workspace.ExportAsync("/a", "SOURCE", CancellationToken.None));

        Assert.Equal("/api/2.0/workspace/export?path=%2Fa&format=SOURCE&direct_download=true", bench.Service.Requests[0].Target);
    }

    [Fact]
    public async Task Folders_are_made_and_objects_deleted()
    {
        await workspace.MakeDirectoryAsync("/a/b", CancellationToken.None);
        await workspace.DeleteAsync("/a", recursive: true, CancellationToken.None);

        Assert.Equal(
            ["""POST /api/2.0/workspace/mkdirs {"path":"/a/b"}""", """POST /api/2.0/workspace/delete {"path":"/a","recursive":true}"""],
            bench.Service.Requests.Select(r => $"{r} {r.Text}")
        );
    }
}
