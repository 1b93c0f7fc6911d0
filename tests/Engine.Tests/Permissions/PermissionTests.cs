using Layercake.Engine.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Permissions;

/// <summary>Tests of permission lists: in the file of their object, and for notebooks and folders in <c>permissions/</c>.</summary>
public abstract class PermissionTests : IAsyncLifetime
{
    private protected TestWorkspace Workspace { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Workspace = await TestWorkspace.StartAsync();
        foreach (var group in new[] { "analysts", "operators" })
            await Workspace.Cloud.PostAsync("/api/2.0/preview/scim/v2/Groups", new JObject { ["displayName"] = group });
        await Workspace.Cloud.PostAsync("/api/2.0/preview/scim/v2/Users", new JObject { ["userName"] = "dana@contoso.example" });
    }

    public async Task DisposeAsync() => await Workspace.DisposeAsync();

    private protected static string Group(string name, string level) =>
        $$"""{ "group_name": "{{name}}", "permission_level": "{{level}}" }""";

    private protected static string JobWith(params string[] entries) => JobAnd("", entries);

    private protected static string JobAnd(string more, string[] entries) =>
        Samples.Job("a", $""" "access_control_list": [ {string.Join(", ", entries)} ]{more} """, Samples.Free);

    private protected static string FileOf(string path, string entry) =>
        $$"""{ "object": "{{path}}", "access_control_list": [ {{entry}} ] }""";

    private protected async Task GiveByHandAsync(string entry)
    {
        using var content = new StringContent(
            $$"""{ "access_control_list": [ {{entry}} ] }""",
            System.Text.Encoding.UTF8,
            "application/json"
        );
        var address = $"/api/2.0/permissions/jobs/{(await Workspace.JobAsync("a"))["job_id"]}";
        using var answer = await Workspace.Cloud.Workspace.PatchAsync(new Uri(address, UriKind.Relative), content);
        answer.EnsureSuccessStatusCode();
    }

    private protected async Task<string> GrantsAsync() => await GrantsAsync($"jobs/{(await Workspace.JobAsync("a"))["job_id"]}");

    /// <summary>What was given on the object itself.</summary>
    private protected async Task<string> GrantsAsync(string of) =>
        string.Join(
            ", ",
            from entry in (await Workspace.Cloud.GetAsync($"/api/2.0/permissions/{of}"))["access_control_list"]!
            from permission in entry["all_permissions"]!
            where (bool?)permission["inherited"] != true
            select $"{entry["user_name"] ?? entry["group_name"] ?? entry["service_principal_name"]} {permission["permission_level"]}"
        );
}
