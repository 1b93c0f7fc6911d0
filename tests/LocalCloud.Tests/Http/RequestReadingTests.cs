using System.Text;
using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.Http;

public sealed class RequestReadingTests
{
    [Theory]
    [InlineData("/a/b%2Fc?x=1+2&y=%2B", "/a/b%2Fc", "/a/b/c", "x=1 2;y=+")]
    [InlineData("/a?&page_size=2", "/a", "/a", "page_size=2")]
    [InlineData("/a?", "/a", "/a", "")]
    [InlineData("/a?flag&path=/x/y z&e=a=b", "/a", "/a", "flag=;path=/x/y z;e=a=b")]
    [InlineData("http://127.0.0.1:5/a%20b?q=%C3%BC", "/a%20b", "/a b", "q=ü")]
    public void A_target_keeps_its_path_encoded_and_decodes_its_query(string raw, string encoded, string path, string query)
    {
        var target = Target.Parse(raw);

        Assert.Equal(encoded, target.EncodedPath);
        Assert.Equal(path, target.Path);
        Assert.Equal(query, string.Join(';', target.Query.Select(pair => $"{pair.Key}={pair.Value}")));
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("text/json")]
    [InlineData("text/plain")]
    [InlineData("application/octet-stream")]
    [InlineData("")]
    public async Task Json_is_read_under_any_content_type(string contentType)
    {
        var (parameters, _) = await ReadAsync("""{ "job_id": 620194837465120, "name": null, "at": "2026-01-01T00:00:00Z" }""", contentType);

        Assert.Equal(620194837465120, (long)parameters["job_id"]!);
        Assert.Equal(JTokenType.Null, parameters["name"]!.Type);
        Assert.Equal(JTokenType.String, parameters["at"]!.Type);
    }

    [Fact]
    public async Task A_form_is_read_as_one()
    {
        var (parameters, _) = await ReadAsync("grant_type=client_credentials&client_secret=a%2Bb+c", "application/x-www-form-urlencoded");

        Assert.Equal("a+b c", (string?)parameters["client_secret"]);
    }

    [Fact]
    public async Task Nothing_means_no_parameters() => Assert.Empty((await ReadAsync("", "application/json")).Parameters);

    [Theory]
    [InlineData("{")]
    [InlineData("[1]")]
    [InlineData("{} {}")]
    [InlineData("hello")]
    public async Task What_is_no_json_object_is_malformed(string body)
    {
        var error = await Assert.ThrowsAsync<ApiError>(() => ReadAsync(body, "application/json"));

        Assert.Equal("MALFORMED_REQUEST", (string?)error.Body["error_code"]);
    }

    [Fact]
    public async Task A_query_adds_to_the_body_and_repeats_make_a_list()
    {
        var (parameters, _) = await ReadAsync("""{"limit":5}""", "");
        BodyReader.Merge(parameters, Target.Parse("/x?limit=9&state=A&state=B").Query);

        Assert.Equal("""{"limit":5,"state":["A","B"]}""", parameters.ToString(Newtonsoft.Json.Formatting.None));
    }

    [Fact]
    public async Task Multipart_parts_keep_their_bytes_without_file_name_or_quotes()
    {
        byte[] content = [0, 255, 13, 10, 45, 45, 200];
        byte[] body =
        [
            .. "--b\r\nContent-Disposition: form-data; name=path\r\n\r\n/x/y\r\n"u8,
            .. "--b\r\nContent-Disposition: form-data; name=\"overwrite\"\r\n\r\nTrue\r\n"u8,
            .. "--b\r\nContent-Disposition: form-data; name=contents\r\n\r\n"u8,
            .. content,
            .. "\r\n--b--\r\n"u8,
        ];

        var (parameters, parts) = await ReadAsync(body, "multipart/form-data; boundary=\"b\"");

        Assert.Equal(content, parts["contents"].ToArray());
        Assert.Equal("""{"path":"/x/y","overwrite":"True"}""", parameters.ToString(Newtonsoft.Json.Formatting.None));
    }

    [Fact]
    public async Task A_part_with_a_file_name_is_bytes_only()
    {
        var body = (
            "--b\r\nContent-Disposition: form-data; name=\"init\"; filename=\"init.sh\"\r\n"u8
            + "Content-Type: text/x-sh\r\n\r\necho\r\n--b--\r\n"u8
        ).ToArray();

        var (parameters, parts) = await ReadAsync(body, "multipart/form-data; boundary=b");

        Assert.Empty(parameters);
        Assert.Equal("echo"u8.ToArray(), parts["init"].ToArray());
    }

    private static Task<(JObject Parameters, IReadOnlyDictionary<string, BodyPart> Parts)> ReadAsync(string body, string contentType) =>
        ReadAsync(Encoding.UTF8.GetBytes(body), contentType);

    private static Task<(JObject Parameters, IReadOnlyDictionary<string, BodyPart> Parts)> ReadAsync(byte[] body, string contentType) =>
        BodyReader.ReadAsync(ReceivedBody.Of(body), contentType, CancellationToken.None);
}
