using Layercake.Rest.Apis;
using Layercake.Rest.Tests.Support;

namespace Layercake.Rest.Tests.Apis;

public sealed class DbfsApiTests
{
    private readonly Bench bench = new();
    private readonly DbfsApi dbfs;

    public DbfsApiTests() => dbfs = new DbfsApi(bench.Client);

    [Fact]
    public async Task A_small_file_is_put_in_one_call()
    {
        await dbfs.WriteAsync("/a", "hi"u8.ToArray(), CancellationToken.None);

        var sent = Assert.Single(bench.Service.Requests);
        Assert.Equal("""POST /api/2.0/dbfs/put {"path":"/a","overwrite":true,"contents":"aGk="}""", $"{sent} {sent.Text}");
    }

    [Fact]
    public async Task A_file_of_exactly_one_block_is_put_and_one_byte_more_is_streamed()
    {
        await dbfs.WriteAsync("/a", new byte[DbfsApi.BlockSize], CancellationToken.None);
        bench.Service.Then(200, """{ "handle": 7904256 }""");
        await dbfs.WriteAsync("/a", new byte[DbfsApi.BlockSize + 1], CancellationToken.None);

        Assert.Equal(["put", "create", "add-block", "add-block", "close"], Calls);
        Assert.All(bench.Service.Requests[2..], r => Assert.Equal(7904256, (long)r.Json["handle"]!));
        Assert.Equal("AA==", (string?)bench.Service.Requests[3].Json["data"]);
    }

    [Fact]
    public async Task A_block_of_doubtful_outcome_starts_the_file_anew()
    {
        bench.Service.Then(200, """{ "handle": 1 }""").Then(502).Then(200, """{ "handle": 2 }""");

        await dbfs.WriteAsync("/a", new byte[DbfsApi.BlockSize + 1], CancellationToken.None);

        Assert.Equal(["create", "add-block", "create", "add-block", "add-block", "close"], Calls);
    }

    [Fact]
    public async Task A_handle_that_died_starts_the_file_anew()
    {
        bench
            .Service.Then(200, """{ "handle": 1 }""")
            .ThenError(404, "RESOURCE_DOES_NOT_EXIST", "No stream")
            .Then(200, """{ "handle": 2 }""");

        await dbfs.WriteAsync("/a", new byte[DbfsApi.BlockSize + 1], CancellationToken.None);

        Assert.Equal("close", Calls[^1]);
    }

    [Fact]
    public async Task A_block_that_is_refused_ends_the_upload()
    {
        bench.Service.Then(200, """{ "handle": 1 }""").ThenError(400, "MAX_BLOCK_SIZE_EXCEEDED", "too much");

        await Assert.ThrowsAsync<WorkspaceApiException>(() =>
            dbfs.WriteAsync("/a", new byte[DbfsApi.BlockSize + 1], CancellationToken.None)
        );

        Assert.Equal(["create", "add-block"], Calls);
    }

    [Fact]
    public async Task A_file_is_read_block_by_block()
    {
        var whole = Enumerable.Range(0, DbfsApi.BlockSize + 5).Select(i => (byte)i).ToArray();
        bench.Service.Then(200, Block(whole[..DbfsApi.BlockSize])).Then(200, Block(whole[DbfsApi.BlockSize..]));

        Assert.Equal(whole, await dbfs.ReadAsync("/a b", CancellationToken.None));

        Assert.Equal(
            ["/api/2.0/dbfs/read?path=%2Fa%20b&offset=0&length=1048576", "/api/2.0/dbfs/read?path=%2Fa%20b&offset=1048576&length=1048576"],
            bench.Service.Requests.Select(r => r.Target)
        );
    }

    [Fact]
    public async Task A_delete_goes_on_until_all_is_gone()
    {
        bench.Service.ThenError(503, "PARTIAL_DELETE", "10000 deleted").ThenError(503, "PARTIAL_DELETE", "20000 deleted");

        await dbfs.DeleteAsync("/a", recursive: true, CancellationToken.None);

        Assert.Equal(["delete", "delete", "delete"], Calls);
        Assert.Empty(bench.Clock.Delays);
    }

    [Fact]
    public async Task Other_calls_are_plain()
    {
        bench.Service.Then(200, """{ "files": [{ "path": "/a/x" }] }""");

        Assert.Single(await dbfs.ListAsync("/a", CancellationToken.None));
        await dbfs.MakeDirectoryAsync("/b", CancellationToken.None);

        Assert.Equal(["list?path=%2Fa", "mkdirs"], Calls);
    }

    private IReadOnlyList<string> Calls => [.. bench.Service.Requests.Select(r => r.Target["/api/2.0/dbfs/".Length..])];

    private static string Block(byte[] data) => $$"""{ "bytes_read": {{data.Length}}, "data": "{{Convert.ToBase64String(data)}}" }""";
}
