using System.Net;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests;

public sealed class LocalCloudServerTests : IDisposable
{
    private readonly TempDirectory temp = new();

    [Fact]
    public async Task Ids_keys_and_certificate_are_the_same_after_a_restart()
    {
        var first = await DescribeAsync();
        var certificate = await File.ReadAllTextAsync(first.CertificatePem);

        var second = await DescribeAsync();

        Assert.Equal(first.Token, second.Token);
        Assert.Equal(first.ClientId, second.ClientId);
        Assert.Equal(first.WorkspaceId, second.WorkspaceId);
        Assert.Equal(certificate, await File.ReadAllTextAsync(second.CertificatePem));
    }

    [Fact]
    public async Task A_second_cloud_on_the_same_state_is_refused_and_told_who_holds_it()
    {
        await using var first = await StartAsync();

        var error = await Assert.ThrowsAsync<LocalCloudBusyException>(StartAsync);

        Assert.Contains(temp["state"], error.Message, StringComparison.Ordinal);
        Assert.Contains($"process {Environment.ProcessId}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_clouds_run_at_once_and_know_nothing_of_each_other()
    {
        await using var one = await LocalCloudFixture.StartAsync();
        await using var other = await LocalCloudFixture.StartAsync();

        using var request = new HttpRequestMessage(HttpMethod.Get, other.Description.WorkspaceHttp + "/api/2.0/preview/scim/v2/Me");
        request.Headers.Authorization = new("Bearer", one.Description.Token);
        using var answer = await other.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal(one.Server.Description.Token, one.Description.Token);
        Assert.NotEqual(one.Description.WorkspaceId, other.Description.WorkspaceId);
    }

    [Fact]
    public async Task A_taken_port_is_named()
    {
        await using var first = await LocalCloudServer.StartAsync(new LocalCloudOptions(), CancellationToken.None);
        var port = new Uri(first.Description.WorkspaceHttp).Port;

        var error = await Assert.ThrowsAsync<LocalCloudException>(() =>
            LocalCloudServer.StartAsync(new LocalCloudOptions { HttpPort = port }, CancellationToken.None)
        );

        Assert.Contains($"{port}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_description_is_there_while_the_cloud_answers_and_only_its_owner_may_read_it()
    {
        var path = temp["cloud.json"];
        await using (
            var server = await LocalCloudServer.StartAsync(new LocalCloudOptions { DescriptionFile = path }, CancellationToken.None)
        )
        {
            Assert.Equal(server.Description, CloudDescription.TryLoad(path));
            Assert.Equal(server.Description, await CloudDescription.FindRunningAsync(path, CancellationToken.None));
            if (!OperatingSystem.IsWindows())
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }

        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task The_description_of_a_cloud_that_was_killed_names_nothing_that_runs()
    {
        var path = temp["cloud.json"];
        (await DescribeAsync()).Save(path);

        Assert.NotNull(CloudDescription.TryLoad(path));
        Assert.Null(await CloudDescription.FindRunningAsync(path, CancellationToken.None));
    }

    [Fact]
    public async Task The_description_is_spelled_as_its_readers_expect()
    {
        var path = temp["cloud.json"];
        (await DescribeAsync()).Save(path);

        var names = JObject.Parse(await File.ReadAllTextAsync(path)).Properties().Select(property => property.Name).ToHashSet();

        Assert.Superset(
            new HashSet<string>
            {
                "workspace_http",
                "workspace_https",
                "token",
                "authority",
                "arm",
                "vault",
                "tenant_id",
                "client_id",
                "client_secret_name",
                "certificate_pem",
                "admin",
            },
            names
        );
    }

    [Fact]
    public async Task Secrets_and_the_clock_are_as_they_were_after_a_restart()
    {
        const string Vault = "https://vault.azure.net";
        var options = new LocalCloudOptions { StateDirectory = temp["state"], Clock = new ManualClock() };
        await using (var first = await LocalCloudFixture.StartAsync(options))
        {
            await first.AdminAsync("POST", "/clock", new JObject { ["advance_ms"] = 5000 });
            await first.SendAsync(Vault, "PUT", $"{first.Description.Vault}/secrets/key", new JObject { ["value"] = "kept" });
            await first.SendAsync(Vault, "DELETE", $"{first.Description.Vault}/secrets/subscription-id");
        }

        await using var second = await LocalCloudFixture.StartAsync(options);

        using var kept = await second.SendAsync(Vault, "GET", $"{second.Description.Vault}/secrets/key");
        using var deleted = await second.SendAsync(Vault, "GET", $"{second.Description.Vault}/secrets/subscription-id");
        Assert.Equal("kept", (string?)JObject.Parse(await kept.Content.ReadAsStringAsync())["value"]);
        Assert.Equal(HttpStatusCode.NotFound, deleted.StatusCode);
        Assert.Equal(5000, (long)(await second.AdminAsync("GET", "/clock"))["offset_ms"]!);
    }

    [Fact]
    public async Task What_it_keeps_is_for_its_owner_only()
    {
        await DescribeAsync();

        foreach (var name in new[] { "journal.jsonl", "server-key.pem" })
            if (!OperatingSystem.IsWindows())
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(temp[$"state/{name}"]));
    }

    [Fact]
    public async Task Stopping_waits_for_nobody()
    {
        var clock = new ManualClock();
        var cloud = await LocalCloudFixture.StartAsync(new LocalCloudOptions { Clock = clock });
        await cloud.AdminAsync("POST", "/latency", new JObject { ["ms"] = 60_000 });
        var asking = cloud.GetAsync("/api/2.0/preview/scim/v2/Me");
        await clock.WhenWaitingAsync(1);

        await cloud.Server.DisposeAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => asking);
        await cloud.DisposeAsync();
    }

    [Fact]
    public async Task Nothing_is_left_behind_by_a_cloud_in_memory()
    {
        string certificate;
        await using (var server = await LocalCloudServer.StartAsync(new LocalCloudOptions(), CancellationToken.None))
            certificate = server.Description.CertificatePem;

        Assert.False(Directory.Exists(Path.GetDirectoryName(certificate)));
    }

    public void Dispose() => temp.Dispose();

    private Task<LocalCloudServer> StartAsync() =>
        LocalCloudServer.StartAsync(new LocalCloudOptions { StateDirectory = temp["state"] }, CancellationToken.None);

    private async Task<CloudDescription> DescribeAsync()
    {
        await using var server = await StartAsync();
        return server.Description;
    }
}
