using System.Net;
using System.Text;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.Files;

/// <summary>Files that clients send in parts, and read from the storage itself.</summary>
public sealed class LargeFilesTests : IAsyncLifetime
{
    private const string Jar = "/Volumes/main/platform/libs/a b/spark+x.jar";

    private const string Address = "/api/2.0/fs/files/Volumes/main/platform/libs/a%20b/spark%2Bx.jar";

    private LocalCloudFixture cloud = null!;

    public async Task InitializeAsync() => cloud = await LocalCloudFixture.StartAsync();

    public async Task DisposeAsync() => await cloud.DisposeAsync();

    [Fact]
    public async Task A_file_sent_in_parts_is_joined_in_their_order()
    {
        var session = await InitiateAsync();
        var links = await PartLinksAsync(session, 3);

        var third = await PutAsync(links[2], "three");
        var (first, second) = (await PutAsync(links[0], "{ one "), await PutAsync(links[1], "two "));
        await CompleteAsync(session, (1, first), (2, second), (3, third));

        Assert.Equal("{ one two three", await cloud.Workspace.GetStringAsync(new Uri(Address, UriKind.Relative)));
    }

    [Fact]
    public async Task A_part_sent_again_replaces_the_first_and_other_etags_are_refused()
    {
        var session = await InitiateAsync();
        var link = (await PartLinksAsync(session, 1))[0];
        var old = await PutAsync(link, "old");
        var young = await PutAsync(link, "new");

        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await Assert.ThrowsAsync<HttpRequestException>(() => CompleteAsync(session, (1, old)))).StatusCode
        );
        await CompleteAsync(session, (1, young));

        Assert.Equal("new", await cloud.Workspace.GetStringAsync(new Uri(Address, UriKind.Relative)));
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await Assert.ThrowsAsync<HttpRequestException>(() => CompleteAsync(session, (1, young)))).StatusCode
        );
    }

    [Fact]
    public async Task An_existing_file_is_not_replaced_when_that_is_ruled_out()
    {
        using var content = new StringContent("there");
        using var put = await cloud.Workspace.PutAsync(new Uri(Address, UriKind.Relative), content);

        var refusal = await Assert.ThrowsAsync<HttpRequestException>(() => InitiateAsync("&overwrite=false"));

        Assert.Equal(HttpStatusCode.Conflict, refusal.StatusCode);
    }

    [Fact]
    public async Task An_aborted_upload_leaves_nothing()
    {
        var session = await InitiateAsync();
        var links = await PartLinksAsync(session, 1);
        await PutAsync(links[0], "one");
        var abort = await cloud.PostAsync(
            "/api/2.0/fs/create-abort-upload-url",
            new JObject { ["path"] = Jar, ["session_token"] = session }
        );

        using var gone = await cloud.Http.DeleteAsync(new Uri((string)abort["abort_upload_url"]!["url"]!));
        using var late = await SendAsync(links[0], "one");
        using var file = await cloud.Workspace.GetAsync(new Uri(Address, UriKind.Relative));

        Assert.Equal(
            [HttpStatusCode.NoContent, HttpStatusCode.NotFound, HttpStatusCode.NotFound],
            [gone.StatusCode, late.StatusCode, file.StatusCode]
        );
    }

    [Fact]
    public async Task A_link_gives_a_range_of_the_file_to_who_has_no_token()
    {
        using var content = new StringContent("0123456789");
        using var put = await cloud.Workspace.PutAsync(new Uri(Address, UriKind.Relative), content);
        var link = await cloud.PostAsync(
            $"/api/2.0/fs/create-download-url?path={Uri.EscapeDataString(Jar)}&expire_time=2100-01-01T00%3A00%3A00Z",
            []
        );

        using var request = new HttpRequestMessage(HttpMethod.Get, (string)link["url"]!);
        request.Headers.Range = new(2, 4);
        using var part = await cloud.Http.SendAsync(request);

        Assert.Equal((HttpStatusCode.PartialContent, "234"), (part.StatusCode, await part.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task A_link_that_is_too_old_or_was_changed_is_refused_as_the_storage_refuses_it()
    {
        var session = await InitiateAsync();
        var old = (await PartLinksAsync(session, 1, "2020-01-01T00:00:00Z"))[0];
        var good = (await PartLinksAsync(session, 1))[0];

        using var expired = await SendAsync(old, "x");
        using var changed = await SendAsync(good.Replace("/1?", "/2?", StringComparison.Ordinal), "x");

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (expired.StatusCode, changed.StatusCode));
        Assert.Contains("<Code>AuthenticationFailed</Code>", await expired.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains(
            "Signature not valid in the specified time frame",
            await expired.Content.ReadAsStringAsync(),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("time frame", await changed.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private async Task<string> InitiateAsync(string more = "") =>
        (string)(await cloud.PostAsync($"{Address}?action=initiate-upload{more}", []))["multipart_upload"]!["session_token"]!;

    private async Task<IReadOnlyList<string>> PartLinksAsync(string session, int count, string expires = "2100-01-01T00:00:00Z")
    {
        var wanted = new JObject
        {
            ["path"] = Jar,
            ["session_token"] = session,
            ["start_part_number"] = 1,
            ["count"] = count,
            ["expire_time"] = expires,
        };
        var links = (await cloud.PostAsync("/api/2.0/fs/create-upload-part-urls", wanted))["upload_part_urls"]!;
        Assert.Equal(Enumerable.Range(1, count), links.Select(link => (int)link["part_number"]!));
        return [.. links.Select(link => (string)link["url"]!)];
    }

    private async Task<string> PutAsync(string link, string part)
    {
        using var answer = await SendAsync(link, part);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return answer.Headers.ETag!.Tag;
    }

    private async Task<HttpResponseMessage> SendAsync(string link, string part)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(part));
        content.Headers.ContentType = new("application/octet-stream");
        return await cloud.Http.PutAsync(new Uri(link), content);
    }

    private Task CompleteAsync(string session, params (int Number, string ETag)[] parts) =>
        cloud.PostAsync(
            $"{Address}?action=complete-upload&upload_type=multipart&session_token={session}",
            new JObject
            {
                ["parts"] = new JArray(parts.Select(part => new JObject { ["part_number"] = part.Number, ["etag"] = part.ETag })),
            }
        );
}
