using System.Text;
using Layercake.LocalCloud.Apis.Jobs;
using Layercake.LocalCloud.Apis.Scim;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.Identity;
using Layercake.LocalCloud.Logging;
using Layercake.LocalCloud.State;
using Layercake.Testing;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.Jobs;

/// <summary>The Jobs API without a server: calls go straight to the endpoints, on a clock that tests move.</summary>
internal sealed class JobsBench
{
    public static readonly RunTiming Timing = new()
    {
        Setup = TimeSpan.FromSeconds(10),
        Execution = TimeSpan.FromSeconds(30),
        Cleanup = TimeSpan.FromSeconds(5),
    };

    private static readonly Principal Dana = new("1", "dana.koch@contoso.example", "Dana Koch", IsServicePrincipal: false);

    private readonly RouteTable routes = new();
    private readonly ScimPeople people;

    public JobsBench(CloudState? state = null, ManualClock? clock = null)
    {
        Clock = clock ?? new ManualClock();
        State = state ?? CloudState.InMemory(Clock);
        var users = new WorkspaceUsers(State);
        var accounts = new CloudAccounts(State, tenantId: null);
        people = new ScimPeople(State, accounts, new AppRegistry(State, accounts, new ClientCertificate(accounts)), users);
        var principals = new JobPrincipals(people, new ScimGroups(State, users));
        var family = new JobsFamily(State, "5921840376612093", CloudLog.None, principals, Timing);
        family.Map(routes);
        family.Seed();
    }

    public ManualClock Clock { get; }

    public CloudState State { get; }

    /// <summary>Puts a cluster of that id into the workspace, for tasks to run on.</summary>
    public void HasCluster(string id) => State.Table("clusters").Put(id, new JObject { ["cluster_id"] = id });

    public void HasServicePrincipal(string applicationId) =>
        people.Add(new JObject { ["applicationId"] = applicationId }, isServicePrincipal: true);

    public JObject Get(string pathAndQuery)
    {
        var (path, query) = pathAndQuery.Split('?', 2) is [var before, var after] ? (before, after) : (pathAndQuery, "");
        var pairs = query
            .Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2))
            .Select(pair => KeyValuePair.Create(pair[0], pair[1]))
            .ToList();
        return Call("GET", path, new JObject(pairs.Select(pair => new JProperty(pair.Key, pair.Value))), pairs);
    }

    public JObject Post(string path, string json) => Post(path, Parse(json));

    public JObject Post(string path, JObject body) => Call("POST", path, body, []);

    public long Create(string settings, string version = "2.2") => (long)Post($"/api/{version}/jobs/create", settings)["job_id"]!;

    public JObject Settings(long id, string version = "2.2") => (JObject)Get($"/api/{version}/jobs/get?job_id={id}")["settings"]!;

    public long RunNow(long job, string more = "{}")
    {
        var body = Parse(more);
        body["job_id"] = job;
        return (long)Post("/api/2.2/jobs/run-now", body)["run_id"]!;
    }

    public JObject Run(long id, string version = "2.2") => Get($"/api/{version}/jobs/runs/get?run_id={id}");

    /// <summary>
    /// The life cycle of a run and its tasks, and the results of those that are over: <c>RUNNING: a=TERMINATED/SUCCESS b=PENDING</c>.
    /// </summary>
    public string States(long id)
    {
        var run = Run(id);
        return $"{One(run)}:{string.Concat((run["tasks"] ?? new JArray()).Select(task => $" {task["task_key"]}={One(task)}"))}";

        static string One(JToken shown) =>
            string.Join('/', new[] { shown["state"]!["life_cycle_state"], shown["state"]!["result_state"] }.OfType<JToken>());
    }

    public void Pass(int seconds) => Clock.Advance(TimeSpan.FromSeconds(seconds));

    public static string Message(Action call)
    {
        var error = Assert.Throws<ApiError>(call);
        Assert.Equal(400, error.Status);
        Assert.Equal("INVALID_PARAMETER_VALUE", (string?)error.Body["error_code"]);
        return (string)error.Body["message"]!;
    }

    public static JObject Parse(string json)
    {
        using var reader = new JsonTextReader(new StringReader(json)) { DateParseHandling = DateParseHandling.None };
        return JObject.Load(reader);
    }

    /// <summary>Settings with that many small tasks: t0, t1, …</summary>
    public static JObject Tasks(int count, string name = "wide") =>
        new()
        {
            ["name"] = name,
            ["tasks"] = new JArray(
                Enumerable
                    .Range(0, count)
                    .Select(i => new JObject
                    {
                        ["task_key"] = $"t{i}",
                        ["notebook_task"] = new JObject { ["notebook_path"] = "/n" },
                    })
            ),
        };

    public JObject Call(string method, string path) => Call(method, path, [], []);

    private JObject Call(string method, string path, JObject parameters, IReadOnlyList<KeyValuePair<string, string>> query)
    {
        var request = new ApiRequest
        {
            Method = method,
            Path = path,
            BaseUrl = "http://127.0.0.1:1",
            Headers = new Dictionary<string, string>(),
            Query = query,
            Parameters = parameters,
            Body = [],
            Caller = Dana,
        };
        var answer = routes.Find(method, path)!.Value.Route.Endpoint(request, CancellationToken.None);
        Assert.True(answer.IsCompletedSuccessfully);
        return Parse(Encoding.UTF8.GetString(answer.GetAwaiter().GetResult().Body));
    }
}
