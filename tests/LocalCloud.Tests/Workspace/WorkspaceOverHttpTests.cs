using System.Net;
using System.Text;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.Workspace;

/// <summary>What only the server between can get wrong: bodies, encodings and heads.</summary>
public sealed class WorkspaceOverHttpTests : IAsyncLifetime
{
    private LocalCloudFixture cloud = null!;

    public async Task InitializeAsync() => cloud = await LocalCloudFixture.StartAsync();

    public async Task DisposeAsync() => await cloud.DisposeAsync();

    [Fact]
    public async Task A_form_with_unquoted_names_and_no_file_name_carries_bytes_unharmed()
    {
        byte[] bytes = [0xFF, 0x00, 0x0D, 0x0A, 0xFE, 0x80];
        using var form = new MultipartFormDataContent
        {
            { new StringContent("/FileStore/ünï.jar"), "path" },
            { new StringContent("True"), "overwrite" },
            { new ByteArrayContent(bytes), "contents" },
        };

        using var answer = await cloud.Workspace.PostAsync(Relative("/api/2.0/dbfs/put"), form);

        Assert.Equal("{}", await answer.Content.ReadAsStringAsync());
        Assert.Equal(
            Convert.ToBase64String(bytes),
            (string?)(await cloud.GetAsync($"/api/2.0/dbfs/read?path={Uri.EscapeDataString("/FileStore/ünï.jar")}"))["data"]
        );
    }

    [Fact]
    public async Task A_get_takes_its_parameters_from_a_json_body_of_any_content_type()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Relative("/api/2.0/dbfs/list"))
        {
            Content = new StringContent("""{"path":"dbfs:/"}""", Encoding.UTF8, "application/x-www-form-urlencoded"),
        };

        using var answer = await cloud.Workspace.SendAsync(request);

        Assert.Contains("/FileStore", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Paths_in_urls_may_encode_their_slashes_and_files_may_look_like_json()
    {
        using var file = new StringContent("{ not json", Encoding.UTF8, "application/json");
        using var answer = await cloud.Workspace.PostAsync(
            Relative("/api/2.0/workspace-files/import-file/%2FShared%2Fa%2Bb%20%23%25.json?overwrite=false"),
            file
        );
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        var status = await cloud.GetAsync("/api/2.0/workspace/get-status?path=/Workspace/Shared/a%2Bb+%23%25.json");
        Assert.Equal("/Workspace/Shared/a+b #%.json", (string?)status["path"]);
        Assert.Equal("{ not json", await cloud.Workspace.GetStringAsync(Relative("/api/2.0/workspace-files/Shared/a%2Bb%20%23%25.json")));
    }

    [Fact]
    public async Task A_volumes_file_has_a_head()
    {
        var path = Relative("/api/2.0/fs/files/Volumes/main/platform/init/install.sh");
        using var script = new ByteArrayContent("#!/bin/bash\n"u8.ToArray());
        using var put = await cloud.Workspace.PutAsync(path, script);
        Assert.Equal(HttpStatusCode.NoContent, put.StatusCode);

        using var request = new HttpRequestMessage(HttpMethod.Head, path);
        using var head = await cloud.Workspace.SendAsync(request);

        Assert.Equal(12, head.Content.Headers.ContentLength);
        Assert.NotNull(head.Content.Headers.LastModified);
        using var missing = new HttpRequestMessage(HttpMethod.Head, Relative("/api/2.0/fs/files/Volumes/main/platform/init/none"));
        using var none = await cloud.Workspace.SendAsync(missing);
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    [Fact]
    public async Task A_cluster_is_created_read_and_listed_with_repeated_filters()
    {
        var created = await cloud.PostAsync(
            "/api/2.0/clusters/create",
            JObject.Parse("""{"cluster_name":"etl","spark_version":"17.3.x-scala2.13","node_type_id":"Standard_D4ds_v5","num_workers":0}""")
        );

        var cluster = await cloud.GetAsync($"/api/2.1/clusters/get?cluster_id={created["cluster_id"]}");
        Assert.Equal(0, (int?)cluster["spec"]!["num_workers"]);
        var page = await cloud.GetAsync("/api/2.1/clusters/list?filter_by.cluster_sources=API&filter_by.cluster_sources=UI&page_size=50");
        Assert.Equal("etl", (string?)Assert.Single(page["clusters"]!)["cluster_name"]);
    }

    private static Uri Relative(string path) => new(path, UriKind.Relative);
}
