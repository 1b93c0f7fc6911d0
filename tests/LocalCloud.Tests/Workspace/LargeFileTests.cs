using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.Workspace;

/// <summary>Files above 10 MiB, which only a form carries.</summary>
public sealed class LargeFileTests : IAsyncLifetime
{
    private static readonly byte[] Content = new byte[10 * 1024 * 1024 + 1];

    private LocalCloudFixture cloud = null!;

    public async Task InitializeAsync() => cloud = await LocalCloudFixture.StartAsync();

    public async Task DisposeAsync() => await cloud.DisposeAsync();

    [Theory]
    [InlineData("/Shared/model.bin", "AUTO")]
    [InlineData("/Shared/model.bin", "RAW")]
    [InlineData("/Shared/code.py", "AUTO")]
    [InlineData("/Shared/notebook.ipynb", "RAW")]
    public async Task A_form_carries_a_large_file(string path, string format)
    {
        Assert.Equal("", await ImportAsync(path, format));

        var status = await cloud.GetAsync($"/api/2.0/workspace/get-status?path={path}");
        Assert.Equal(("FILE", Content.Length), ((string?)status["object_type"], (int)status["size"]!));
        Assert.Equal(Content, await cloud.Workspace.GetByteArrayAsync(new Uri($"/api/2.0/workspace-files{path}", UriKind.Relative)));
    }

    [Theory]
    [InlineData("/Shared/notebook", "SOURCE", "")]
    [InlineData("/Shared/notebook", "JUPYTER", "")]
    [InlineData("/Shared/folder", "DBC", "")]
    [InlineData("/Shared/notebook.ipynb", "AUTO", "")]
    [InlineData("/Shared/notebook.py", "AUTO", "# Databricks notebook source\n")]
    public async Task A_form_carries_no_large_notebook(string path, string format, string header) =>
        Assert.Equal("MAX_NOTEBOOK_SIZE_EXCEEDED", await ImportAsync(path, format, header));

    [Fact]
    public async Task Base64_carries_no_large_file()
    {
        var request = new JObject
        {
            ["path"] = "/Shared/model.bin",
            ["format"] = "AUTO",
            ["content"] = Convert.ToBase64String(Content),
        };
        using var body = new StringContent(request.ToString());
        using var answer = await cloud.Workspace.PostAsync(Import, body);

        Assert.Equal("MAX_NOTEBOOK_SIZE_EXCEEDED", (string?)JObject.Parse(await answer.Content.ReadAsStringAsync())["error_code"]);
    }

    [Fact]
    public async Task What_was_not_to_be_overwritten_stays()
    {
        await ImportAsync("/Shared/model.bin", "AUTO");

        Assert.Equal("RESOURCE_ALREADY_EXISTS", await ImportAsync("/Shared/model.bin", "AUTO"));
        Assert.Equal("", await ImportAsync("/Shared/model.bin", "AUTO", overwrite: "true"));
    }

    private static Uri Import { get; } = new("/api/2.0/workspace/import", UriKind.Relative);

    /// <returns>The code of the error; empty for none.</returns>
    private async Task<string> ImportAsync(string path, string format, string header = "", string overwrite = "false")
    {
        byte[] content = [.. System.Text.Encoding.UTF8.GetBytes(header), .. Content.AsSpan(header.Length)];
        using var form = new MultipartFormDataContent
        {
            { new StringContent(path), "path" },
            { new StringContent(format), "format" },
            { new StringContent("PYTHON"), "language" },
            { new StringContent(overwrite), "overwrite" },
            { new ByteArrayContent(content), "content", "content" },
        };
        using var answer = await cloud.Workspace.PostAsync(Import, form);
        return (string?)JObject.Parse(await answer.Content.ReadAsStringAsync())["error_code"] ?? "";
    }
}
