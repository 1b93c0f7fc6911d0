using System.Text;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests;

/// <summary>One cloud for all tests of a class, called as any HTTP client calls it.</summary>
public sealed class SharedCloud : IAsyncLifetime
{
    public LocalCloudFixture Cloud { get; private set; } = null!;

    public async Task InitializeAsync() => Cloud = await LocalCloudFixture.StartAsync();

    public async Task DisposeAsync() => await Cloud.DisposeAsync();

    /// <summary>What a call answers, whatever it is.</summary>
    public async Task<Answer> PostAsync(string path, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await Cloud.Workspace.PostAsync(new Uri(path, UriKind.Relative), content);
        var body = JObject.Parse(await answer.Content.ReadAsStringAsync());
        return new Answer((int)answer.StatusCode, body);
    }

    /// <inheritdoc cref="PostAsync"/>
    public async Task<Answer> GetAsync(string path)
    {
        using var answer = await Cloud.Workspace.GetAsync(new Uri(path, UriKind.Relative));
        return new Answer((int)answer.StatusCode, JObject.Parse(await answer.Content.ReadAsStringAsync()));
    }

    public async Task<JObject> PostedAsync(string path, string json)
    {
        var answer = await PostAsync(path, json);
        Assert.True(answer.Status == 200, $"{path} answered {answer.Status}: {answer.Body}");
        return answer.Body;
    }

    /// <summary>The id of a policy with these rules.</summary>
    public async Task<string> PolicyAsync(string rules)
    {
        var body = new JObject { ["name"] = $"p-{Guid.NewGuid()}", ["definition"] = $"{{ {rules} }}" };
        return (string)(await Cloud.PostAsync("/api/2.0/policies/clusters/create", body))["policy_id"]!;
    }

    public Task SwitchAsync(string rule, string mode) =>
        Cloud.AdminAsync("POST", "/unconfirmed", new JObject { ["rule"] = rule, ["mode"] = mode });
}

/// <summary>Status and body of an answer.</summary>
public sealed record Answer(int Status, JObject Body)
{
    public string? Code => (string?)Body["error_code"];

    public string Message => (string?)Body["message"] ?? "";
}
