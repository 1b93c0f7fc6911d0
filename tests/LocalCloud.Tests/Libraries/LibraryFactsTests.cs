using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.Libraries;

/// <summary>The confirmed facts about libraries of clusters, as tables. What is unconfirmed is in none of them.</summary>
public sealed class LibraryFactsTests(SharedCloud shared) : IClassFixture<SharedCloud>
{
    private const string Root = "/api/2.0/libraries";

    /// <summary>Each type, as it is sent and read back.</summary>
    public static TheoryData<string> Types =>
        [
            """{"whl":"/Volumes/main/default/libs/a-1.0-py3-none-any.whl"}""",
            """{"jar":"/Volumes/main/default/libs/a.jar"}""",
            """{"egg":"/Volumes/main/default/libs/a.egg"}""",
            """{"requirements":"/Volumes/main/default/libs/requirements.txt"}""",
            """{"pypi":{"package":"requests==2.32.0","repo":"https://pypi.example"}}""",
            """{"maven":{"coordinates":"org.jsoup:jsoup:1.7.2","exclusions":["slf4j:slf4j"]}}""",
            """{"cran":{"package":"ada"}}""",
        ];

    /// <summary>What is no library.</summary>
    public static TheoryData<string> Refused =>
        [
            """{}""",
            """{"rpm":"/a.rpm"}""",
            """{"pypi":{"repo":"https://pypi.example"}}""",
            """{"maven":{}}""",
            """{"cran":{}}""",
            """{"whl":""}""",
            """{"whl":"/a.whl","jar":"/a.jar"}""",
        ];

    [Theory]
    [MemberData(nameof(Types))]
    public async Task A_library_reads_back_as_it_was_sent(string library)
    {
        var id = await RunningAsync();

        await InstallAsync(id, library);
        await PassAsync(seconds: 1);

        var status = Assert.Single(await StatusAsync(id));
        Assert.Equal(library, status["library"]!.ToString(Formatting.None));
        Assert.Equal("INSTALLED", (string?)status["status"]);
        Assert.False((bool)status["is_library_for_all_clusters"]!);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_is_no_library_is_refused(string library)
    {
        var id = await CreateAsync();

        Assert.Equal(400, (await SendAsync("install", id, library)).Status);
        Assert.Empty(await StatusAsync(id));
    }

    [Theory]
    [InlineData("install")]
    [InlineData("uninstall")]
    public async Task A_cluster_that_is_not_there_is_told(string call) =>
        Assert.Contains(
            "does not exist",
            (await SendAsync(call, "0101-000000-nothing1", """{"whl":"/Volumes/a.whl"}""")).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public async Task Installing_adds_and_can_be_repeated()
    {
        var id = await RunningAsync();

        await InstallAsync(id, """{"pypi":{"package":"a"}}""");
        await InstallAsync(id, """{"pypi":{"package":"b"}}, {"pypi":{"package":"a"}}""");

        Assert.Equal(["a", "b"], (await StatusAsync(id)).Select(status => (string?)status["library"]!["pypi"]!["package"]));
    }

    [Fact]
    public async Task What_is_removed_stays_until_the_restart_and_is_listed_last()
    {
        var id = await RunningAsync();
        await InstallAsync(id, """{"pypi":{"package":"a"}}, {"pypi":{"package":"b"}}""");
        await PassAsync(seconds: 1);

        Assert.Equal(200, (await SendAsync("uninstall", id, """{"pypi":{"package":"a"}}, {"cran":{"package":"never"}}""")).Status);

        Assert.Equal(["INSTALLED", "UNINSTALL_ON_RESTART"], await StatesAsync(id));
        await shared.PostedAsync("/api/2.1/clusters/restart", Of(id).ToString());
        await PassAsync(seconds: 60);
        Assert.Equal(["INSTALLED"], await StatesAsync(id));
    }

    [Fact]
    public async Task A_wheel_that_is_not_there_fails_and_says_why()
    {
        var id = await RunningAsync();

        await InstallAsync(id, """{"whl":"/Workspace/Shared/none-1.0-py3-none-any.whl"}""");
        await PassAsync(seconds: 1);

        var status = Assert.Single(await StatusAsync(id));
        Assert.Equal("FAILED", (string?)status["status"]);
        Assert.NotEmpty(status["messages"]!);
    }

    [Fact]
    public async Task All_clusters_with_libraries_are_told_at_once()
    {
        var (with, without) = (await RunningAsync(), await CreateAsync());
        await InstallAsync(with, """{"pypi":{"package":"a"}}""");

        var all = (await shared.Cloud.GetAsync($"{Root}/all-cluster-statuses"))["statuses"]!;

        var found = Assert.Single(all, status => (string?)status["cluster_id"] == with);
        Assert.Equal("a", (string?)Assert.Single(found["library_statuses"]!)["library"]!["pypi"]!["package"]);
        Assert.DoesNotContain(all, status => (string?)status["cluster_id"] == without);
        Assert.False((await shared.Cloud.GetAsync($"{Root}/cluster-status?cluster_id={without}")).ContainsKey("library_statuses"));
    }

    private async Task<string> RunningAsync()
    {
        var id = await CreateAsync();
        await PassAsync(seconds: 60);
        return id;
    }

    private async Task<string> CreateAsync()
    {
        const string Cluster = """{ "spark_version": "17.3.x-scala2.13", "node_type_id": "Standard_D4ds_v5", "num_workers": 1 }""";
        return (string)(await shared.PostedAsync("/api/2.1/clusters/create", Cluster))["cluster_id"]!;
    }

    private Task PassAsync(int seconds) =>
        shared.Cloud.AdminAsync("POST", "/clock", new JObject { ["advance_ms"] = seconds * 1000 });

    private async Task InstallAsync(string id, string libraries) =>
        Assert.Equal(200, (await SendAsync("install", id, libraries)).Status);

    private Task<Answer> SendAsync(string call, string id, string libraries) =>
        shared.PostAsync($"{Root}/{call}", new JObject(Of(id)) { ["libraries"] = JArray.Parse($"[{libraries}]") }.ToString());

    private async Task<IReadOnlyList<JToken>> StatusAsync(string id) =>
        [.. (await shared.Cloud.GetAsync($"{Root}/cluster-status?cluster_id={id}"))["library_statuses"] ?? new JArray()];

    private async Task<IEnumerable<string>> StatesAsync(string id) => (await StatusAsync(id)).Select(status => (string)status["status"]!);

    private static JObject Of(string id) => new() { ["cluster_id"] = id };
}
