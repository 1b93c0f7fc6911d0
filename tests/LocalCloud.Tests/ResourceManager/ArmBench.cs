using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.ResourceManager;

/// <summary>A cloud with a clock of its own, and calls to its Resource Manager.</summary>
internal sealed class ArmBench : IAsyncDisposable
{
    public const string Group = "analytics";
    private const string Resource = "https://management.azure.com";

    private readonly LocalCloudFixture cloud;

    private ArmBench(LocalCloudFixture cloud, ManualClock clock) => (this.cloud, Clock) = (cloud, clock);

    public LocalCloudFixture Cloud => cloud;

    public ManualClock Clock { get; }

    public string GroupPath => $"/subscriptions/{cloud.Description.SubscriptionId}/resourceGroups/{Group}";

    /// <summary>With a resource group that is empty.</summary>
    public static async Task<ArmBench> StartAsync(string? stateDirectory = null)
    {
        var clock = new ManualClock();
        var cloud = await LocalCloudFixture.StartAsync(new LocalCloudOptions { Clock = clock, StateDirectory = stateDirectory });
        var bench = new ArmBench(cloud, clock);
        await bench.SendAsync("PUT", bench.GroupPath, new JObject { ["location"] = "westeurope" });
        return bench;
    }

    public async ValueTask DisposeAsync() => await cloud.DisposeAsync();

    /// <param name="path">Below Resource Manager's address, or a whole address.</param>
    public async Task<ArmAnswer> SendAsync(string method, string path, JObject? body = null)
    {
        var address = path.StartsWith('/') ? $"{cloud.Description.Arm}{path}" : path;
        if (!address.Contains("api-version", StringComparison.Ordinal))
            address += "?api-version=2022-09-01";

        using var answer = await cloud.SendAsync(Resource, method, address, body);
        var text = await answer.Content.ReadAsStringAsync();
        return new ArmAnswer(
            (int)answer.StatusCode,
            text.Length == 0 ? [] : JObject.Parse(text),
            answer.Headers.ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase)
        );
    }

    public Task<ArmAnswer> PutDeploymentAsync(string name, string template, JObject? parameters = null) =>
        SendAsync("PUT", $"{GroupPath}/providers/Microsoft.Resources/deployments/{name}", Body(template, parameters));

    /// <summary>Until it has ended; its <c>properties</c>.</summary>
    public async Task<JObject> DeployAsync(string template, JObject? parameters = null)
    {
        var name = $"test-{Guid.NewGuid():N}";
        var started = await PutDeploymentAsync(name, template, parameters);
        Assert.True(started.Status == 201, started.Body.ToString());
        Clock.Advance(TimeSpan.FromMinutes(1));
        return (JObject)(await SendAsync("GET", $"{GroupPath}/providers/Microsoft.Resources/deployments/{name}")).Body["properties"]!;
    }

    /// <summary>The changes foretold, by the last part of the resource's id.</summary>
    public async Task<Dictionary<string, JObject>> WhatIfAsync(string template, JObject? parameters = null)
    {
        var started = await SendAsync(
            "POST",
            $"{GroupPath}/providers/Microsoft.Resources/deployments/foretold/whatIf",
            Body(template, parameters)
        );
        Assert.Equal(202, started.Status);
        Assert.Equal(202, (await SendAsync("GET", started.Headers["Location"])).Status);
        Clock.Advance(TimeSpan.FromSeconds(1));
        var result = await SendAsync("GET", started.Headers["Location"]);
        Assert.Equal("Succeeded", (string?)result.Body["status"]);
        return result.Body["properties"]!["changes"]!.ToDictionary(
            change => ((string)change["resourceId"]!).Split('/')[^1],
            change => (JObject)change
        );
    }

    public static JObject Body(string template, JObject? parameters) =>
        new()
        {
            ["properties"] = new JObject
            {
                ["mode"] = "Incremental",
                ["template"] = JObject.Parse(template),
                ["parameters"] = parameters ?? [],
            },
        };
}

internal sealed record ArmAnswer(int Status, JObject Body, IReadOnlyDictionary<string, string> Headers)
{
    public string? Code => (string?)Body["error"]?["code"];
}
