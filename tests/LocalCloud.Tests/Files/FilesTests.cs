using System.Text;
using Layercake.LocalCloud.Apis.Files;
using Layercake.LocalCloud.Http;
using Newtonsoft.Json;

namespace Layercake.LocalCloud.Tests.Files;

public sealed class FilesTests
{
    private const string Script = "/api/2.0/fs/files/Volumes/main/platform/init/a%20b/install.sh";

    private readonly WorkspaceCalls calls = new(state => new FilesEndpoints(state));

    [Fact]
    public void A_file_is_put_read_and_deleted()
    {
        Assert.Equal(204, Put(Script, "#!/bin/bash\n").Status);

        var file = calls.Send("GET", Script);
        Assert.Equal("#!/bin/bash\n", Encoding.UTF8.GetString(file.Body));
        var head = calls.Send("HEAD", Script);
        Assert.Equal(("12", 0), (head.Headers["content-length"], head.Body.Length));
        Assert.Equal("Mon, 02 Mar 2026 08:00:00 GMT", head.Headers["last-modified"]);

        Assert.Equal(204, calls.Send("DELETE", Script).Status);
        Assert.Equal("404 NOT_FOUND", WorkspaceCalls.Code(calls.Refusal("GET", Script)));
    }

    [Theory]
    [InlineData("bytes=2-4", 206, "234", "bytes 2-4/10")]
    [InlineData("bytes=7-", 206, "789", "bytes 7-9/10")]
    [InlineData("bytes=-2", 206, "89", "bytes 8-9/10")]
    [InlineData("bytes=5-99", 206, "56789", "bytes 5-9/10")]
    [InlineData("bytes=10-", 416, "", "bytes */10")]
    [InlineData("lines=1-2", 200, "0123456789", null)]
    public void A_range_is_a_part_of_the_file(string range, int status, string content, string? contentRange)
    {
        Put(Script, "0123456789");

        var part = calls.Send("GET", Script, headers: new() { ["Range"] = range });

        Assert.Equal(
            (status, content, contentRange),
            (part.Status, Encoding.UTF8.GetString(part.Body), part.Headers.GetValueOrDefault("content-range"))
        );
    }

    [Fact]
    public void A_file_is_replaced_unless_that_is_ruled_out()
    {
        Put(Script, "1");
        Put(Script, "2");
        Put($"{Script}?overwrite=true", "3");

        Assert.Equal("409 ALREADY_EXISTS", WorkspaceCalls.Code(Assert.Throws<ApiError>(() => Put($"{Script}?overwrite=false", "4"))));
    }

    [Fact]
    public void A_file_changed_since_then_fails_the_precondition()
    {
        calls.Clock.Advance(TimeSpan.FromMinutes(1));
        Put(Script, "1");

        Assert.Equal(412, calls.Send("GET", Script, headers: new() { ["If-Unmodified-Since"] = "Mon, 02 Mar 2026 08:00:00 GMT" }).Status);
        Assert.Equal(200, calls.Send("GET", Script, headers: new() { ["If-Unmodified-Since"] = "Mon, 02 Mar 2026 08:01:00 GMT" }).Status);
    }

    [Fact]
    public void A_directory_is_listed_in_pages()
    {
        calls.Send("PUT", "/api/2.0/fs/directories/Volumes/main/platform/init/sub");
        foreach (var name in new[] { "a", "b" })
            Put($"/api/2.0/fs/files/Volumes/main/platform/init/{name}", name);

        var first = calls.Get("/api/2.0/fs/directories/Volumes/main/platform/init?page_size=2");
        Assert.Equal(
            """{"path":"/Volumes/main/platform/init/a","name":"a","is_directory":false"""
                + $$""","file_size":1,"last_modified":{{calls.State.Now}}}""",
            first["contents"]![0]!.ToString(Formatting.None)
        );
        var last = calls.Get($"/api/2.0/fs/directories/Volumes/main/platform/init?page_size=2&page_token={first["next_page_token"]}");
        Assert.Equal(
            """[{"path":"/Volumes/main/platform/init/sub","name":"sub","is_directory":true}]""",
            last["contents"]!.ToString(Formatting.None)
        );
        Assert.Equal("", (string?)last["next_page_token"]);
    }

    [Fact]
    public void A_volume_is_there_without_being_made_and_a_directory_is_not()
    {
        Assert.Equal(200, calls.Send("HEAD", "/api/2.0/fs/directories/Volumes/main/platform/init").Status);

        var error = calls.Refusal("GET", "/api/2.0/fs/directories/Volumes/main/platform/init/none");
        Assert.Equal("404 NOT_FOUND", WorkspaceCalls.Code(error));
        Assert.Equal("FILES_API_DIRECTORY_IS_NOT_FOUND", (string?)error.Body["details"]![0]!["reason"]);
    }

    [Fact]
    public void Only_an_empty_directory_is_deleted()
    {
        Put(Script, "1");

        var error = calls.Refusal("DELETE", "/api/2.0/fs/directories/Volumes/main/platform/init/a%20b");
        Assert.Equal("400 INVALID_PARAMETER_VALUE", WorkspaceCalls.Code(error));
        Assert.Equal("FILES_API_DIRECTORY_IS_NOT_EMPTY", (string?)error.Body["details"]![0]!["reason"]);
        calls.Send("DELETE", Script);
        Assert.Equal(204, calls.Send("DELETE", "/api/2.0/fs/directories/Volumes/main/platform/init/a%20b").Status);
    }

    [Fact]
    public void A_directory_cannot_be_made_where_a_file_is()
    {
        Put(Script, "1");

        var error = calls.Refusal("PUT", Script.Replace("/files/", "/directories/", StringComparison.Ordinal));

        Assert.Equal(409, error.Status);
        Assert.Equal(
            "The given path points to an existing file. This API does not support operations on files.",
            (string?)error.Body["message"]
        );
    }

    private ApiResponse Put(string path, string content) => calls.Send("PUT", path, Encoding.UTF8.GetBytes(content), raw: true);
}
