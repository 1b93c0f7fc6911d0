using Layercake.Rest.Apis;
using Layercake.Rest.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Rest.Tests.Apis;

public sealed class LibrariesApiTests : CloudTests
{
    private static readonly JObject Requests = new() { ["pypi"] = new JObject { ["package"] = "requests" } };

    private LibrariesApi Libraries => new(Client);

    [Fact]
    public async Task What_is_installed_is_told_for_its_cluster_and_for_all_until_it_is_taken_away()
    {
        var id = await CreateAsync();
        Assert.Empty(await Libraries.StatusAsync(id, CancellationToken.None));
        Assert.Empty(await Libraries.AllStatusesAsync(CancellationToken.None));

        await Libraries.InstallAsync(id, [Requests], CancellationToken.None);

        Assert.Equal(Requests, Assert.Single(await Libraries.StatusAsync(id, CancellationToken.None))["library"]);
        var all = Assert.Single(await Libraries.AllStatusesAsync(CancellationToken.None));
        Assert.Equal(id, (string?)all["cluster_id"]);
        Assert.Equal(Requests, Assert.Single(all["library_statuses"]!)["library"]);

        await Libraries.UninstallAsync(id, [Requests], CancellationToken.None);

        Assert.Equal("UNINSTALL_ON_RESTART", (string?)Assert.Single(await Libraries.StatusAsync(id, CancellationToken.None))["status"]);
    }

    [Fact]
    public async Task A_write_whose_answer_is_lost_is_sent_again()
    {
        var id = await CreateAsync();
        await Fixture.AddFaultAsync("""{ "method": "POST", "path": "/api/2.0/libraries/*", "action": "drop_after", "times": 1 }""");

        await Libraries.InstallAsync(id, [Requests], CancellationToken.None);

        Assert.Single(await Libraries.StatusAsync(id, CancellationToken.None));
        Assert.Equal(2, (await Fixture.RequestsAsync()).Count(request => request == "POST /api/2.0/libraries/install"));
    }

    [Fact]
    public async Task A_cluster_that_does_not_exist_is_missing()
    {
        foreach (
            var call in new Func<Task>[]
            {
                () => Libraries.StatusAsync("gone", CancellationToken.None),
                () => Libraries.InstallAsync("gone", [Requests], CancellationToken.None),
                () => Libraries.UninstallAsync("gone", [Requests], CancellationToken.None),
            }
        )
            Assert.True((await Assert.ThrowsAsync<WorkspaceApiException>(call)).IsMissing);
    }

    private Task<string> CreateAsync() =>
        new ClustersApi(Client).CreateAsync(
            JObject.Parse("""{ "spark_version": "17.3.x-scala2.13", "node_type_id": "Standard_D4ds_v5", "num_workers": 1 }"""),
            "once",
            CancellationToken.None
        );
}
