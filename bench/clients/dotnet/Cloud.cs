using System.Text;
using System.Text.Json.Nodes;

namespace Layercake.Bench.Clients;

/// <summary>The local cloud that is called, by the file in which it says where it is.</summary>
internal sealed class Cloud(JsonNode description)
{
    private readonly HttpClient admin = new(new SocketsHttpHandler { UseProxy = false });

    public JsonNode Description => description;

    public string Workspace => (string)description["workspace_http"]!;

    public string Token => (string)description["token"]!;

    /// <summary>Sets its clock ahead, so that what takes a while there is done when it is asked for.</summary>
    public Task AdvanceAsync(int seconds) => TellAsync("clock", new JsonObject { ["advance_ms"] = seconds * 1000 });

    public Task ResetAsync() => TellAsync("reset", []);

    private async Task TellAsync(string path, JsonObject body)
    {
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await admin.PostAsync(new Uri($"{description["admin"]}/{path}"), content);
        answer.EnsureSuccessStatusCode();
    }
}
