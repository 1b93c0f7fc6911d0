using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Support;

/// <summary>The cluster etl of a workspace, and the libraries on it.</summary>
internal sealed class LibraryCluster(TestWorkspace workspace)
{
    public const string File = "clusters/etl.json";
    public const string Requests = """{ "pypi": { "package": "requests==2.32.0" } }""";
    public const string Jsoup = """{ "maven": { "coordinates": "org.jsoup:jsoup:1.7.2", "exclusions": ["b:b", "a:a"] } }""";

    /// <summary>Git declares it with these libraries.</summary>
    public TestWorkspace With(params string[] libraries) =>
        workspace.With(File, Samples.Cluster("etl", $""" "libraries": [{string.Join(", ", libraries)}] """));

    /// <summary>It is deployed with these libraries, and they are installed.</summary>
    public async Task RunningAsync(params string[] libraries)
    {
        await With(libraries).DeployAsync();
        await PassAsync();
    }

    /// <summary>Calls by hand, such as <c>libraries/install</c> or <c>clusters/restart</c>.</summary>
    public async Task CallAsync(string call, params string[] libraries)
    {
        var body = new JObject { ["cluster_id"] = await IdAsync() };
        if (libraries.Length > 0)
            body["libraries"] = new JArray(libraries.Select(JObject.Parse));
        await workspace.Cloud.PostAsync($"/api/2.0/{call}", body);
    }

    /// <summary>As <see cref="CallAsync"/>, until it has come to rest.</summary>
    public async Task CalledAsync(string call, params string[] libraries)
    {
        await CallAsync(call, libraries);
        await PassAsync();
    }

    public Task PassAsync() => workspace.Cloud.AdminAsync("POST", "/clock", new JObject { ["advance_ms"] = 60_000 });

    public Task SwitchAsync(string rule, string mode) =>
        workspace.Cloud.AdminAsync("POST", "/unconfirmed", new JObject { ["rule"] = rule, ["mode"] = mode });

    public async Task<string> IdAsync() => (string)(await workspace.ClusterAsync("etl"))["cluster_id"]!;

    public async Task<JArray> LibrariesAsync() =>
        (await workspace.Cloud.GetAsync($"/api/2.0/libraries/cluster-status?cluster_id={await IdAsync()}"))["library_statuses"] as JArray
        ?? [];

    /// <summary>By type: <c>pypi INSTALLED</c>.</summary>
    public async Task<IEnumerable<string>> StatusesAsync() =>
        (await LibrariesAsync())
            .Select(status => $"{((JObject)status["library"]!).Properties().First().Name} {status["status"]}")
            .Order(StringComparer.Ordinal);
}
