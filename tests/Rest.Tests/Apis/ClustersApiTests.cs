using Layercake.Rest.Apis;
using Layercake.Rest.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Rest.Tests.Apis;

public sealed class ClustersApiTests
{
    private readonly Bench bench = new();
    private readonly ClustersApi clusters;

    public ClustersApiTests() => clusters = new ClustersApi(bench.Client);

    [Fact]
    public async Task The_list_follows_pages_until_the_token_is_empty()
    {
        bench
            .Service.Then(200, """{ "clusters": [{ "cluster_id": "a" }, { "cluster_id": "b" }], "next_page_token": "p 2+" }""")
            .Then(200, """{ "next_page_token": "p3" }""")
            .Then(200, """{ "clusters": [{ "cluster_id": "c" }], "next_page_token": "" }""");

        var ids = await clusters.ListAsync(CancellationToken.None).Select(c => (string?)c["cluster_id"]).ToListAsync();

        const string First = "GET /api/2.1/clusters/list?page_size=100&filter_by.cluster_sources=UI&filter_by.cluster_sources=API";
        Assert.Equal(["a", "b", "c"], ids);
        Assert.Equal([First, First + "&page_token=p%202%2B", First + "&page_token=p3"], bench.Service.Requests.Select(r => r.ToString()));
    }

    [Fact]
    public async Task A_create_carries_its_token_and_may_therefore_be_repeated()
    {
        bench.Service.Then(503).Then(200, """{ "cluster_id": "0412-081530-k3v9qz1m" }""");
        var spec = JObject.Parse("""{ "cluster_name": "etl", "num_workers": 0, "autoscale": null }""");

        Assert.Equal("0412-081530-k3v9qz1m", await clusters.CreateAsync(spec, "token-1", CancellationToken.None));

        Assert.All(
            bench.Service.Requests,
            r => Assert.Equal("""{"cluster_name":"etl","num_workers":0,"autoscale":null,"idempotency_token":"token-1"}""", r.Text)
        );
        Assert.Equal(2, bench.Service.Requests.Count);
        Assert.Null(spec["idempotency_token"]);
    }

    [Fact]
    public async Task A_create_that_is_answered_without_an_id_is_an_error()
    {
        bench.Service.Then(200);

        var failure = await Assert.ThrowsAsync<WorkspaceApiException>(() => clusters.CreateAsync([], "t", CancellationToken.None));

        Assert.StartsWith(
            "POST /api/2.1/clusters/create answered 200 without cluster_id, which would be a text. ",
            failure.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_other_writes_name_the_cluster()
    {
        await clusters.EditAsync("7", new JObject { ["num_workers"] = 2 }, CancellationToken.None);
        await clusters.StartAsync("7", CancellationToken.None);
        await clusters.TerminateAsync("7", CancellationToken.None);
        await clusters.PermanentDeleteAsync("7", CancellationToken.None);

        Assert.Equal(
            [
                """POST /api/2.1/clusters/edit {"num_workers":2,"cluster_id":"7"}""",
                """POST /api/2.1/clusters/start {"cluster_id":"7"}""",
                """POST /api/2.1/clusters/delete {"cluster_id":"7"}""",
                """POST /api/2.1/clusters/permanent-delete {"cluster_id":"7"}""",
            ],
            bench.Service.Requests.Select(r => $"{r} {r.Text}")
        );
        Assert.All(bench.Service.Requests, r => Assert.Equal("application/json; charset=utf-8", r.ContentType));
    }

    [Fact]
    public async Task A_failure_says_what_was_asked_and_what_was_answered()
    {
        bench.Service.ThenError(400, "INVALID_PARAMETER_VALUE", "node type X is not supported.");

        var failure = await Assert.ThrowsAsync<WorkspaceApiException>(() => clusters.EditAsync("7", [], CancellationToken.None));

        Assert.Equal("POST /api/2.1/clusters/edit answered 400 INVALID_PARAMETER_VALUE: node type X is not supported.", failure.Message);
    }

    [Fact]
    public async Task A_sign_in_page_instead_of_an_answer_is_an_error()
    {
        bench.Service.Then(200, "<html>Sign in</html>", "text/html");

        var failure = await Assert.ThrowsAsync<WorkspaceApiException>(() => clusters.GetAsync("7", CancellationToken.None));

        Assert.False(failure.IsMissing);
        Assert.Equal(
            "GET /api/2.1/clusters/get answered 200 with text/html instead of a JSON object. Check that "
                + "https://adb-1.2.azuredatabricks.net/ is a workspace.",
            failure.Message
        );
    }
}
