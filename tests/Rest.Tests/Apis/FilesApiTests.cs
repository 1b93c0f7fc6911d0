using Layercake.Rest.Apis;
using Layercake.Rest.Tests.Support;

namespace Layercake.Rest.Tests.Apis;

public sealed class FilesApiTests
{
    private readonly Bench bench = new();
    private readonly FilesApi files;

    public FilesApiTests() => files = new FilesApi(bench.Client);

    [Fact]
    public async Task Segments_are_encoded_and_slashes_kept()
    {
        await files.DeleteAsync("/Volumes/main/a b/100%/#1+ü?.whl", CancellationToken.None);

        Assert.Equal("DELETE /api/2.0/fs/files/Volumes/main/a%20b/100%25/%231%2B%C3%BC%3F.whl", bench.Service.Requests[0].ToString());
    }

    [Fact]
    public async Task A_file_is_uploaded_raw_and_comes_back()
    {
        byte[] content = [1, 0, 255];
        bench.Service.Then(204, "").ThenBytes(content);

        await files.UploadAsync("/Volumes/x/y/z/f", content, CancellationToken.None);
        Assert.Equal(content, await files.DownloadAsync("/Volumes/x/y/z/f", CancellationToken.None));

        var put = bench.Service.Requests[0];
        Assert.Equal("PUT /api/2.0/fs/files/Volumes/x/y/z/f?overwrite=true", put.ToString());
        Assert.Equal("application/octet-stream", put.ContentType);
        Assert.Equal(content, put.Body);
    }

    [Fact]
    public async Task A_directory_is_made_and_listed_page_by_page()
    {
        bench
            .Service.Then(204, "")
            .Then(200, """{ "contents": [{ "path": "/Volumes/x/y/z/a" }], "next_page_token": "n" }""")
            .Then(200, """{ "contents": [{ "path": "/Volumes/x/y/z/b" }] }""");

        await files.MakeDirectoryAsync("/Volumes/x/y/z/", CancellationToken.None);
        Assert.Equal(2, (await files.ListAsync("/Volumes/x/y/z", CancellationToken.None).ToListAsync()).Count);

        Assert.Equal(
            [
                "PUT /api/2.0/fs/directories/Volumes/x/y/z",
                "GET /api/2.0/fs/directories/Volumes/x/y/z",
                "GET /api/2.0/fs/directories/Volumes/x/y/z?page_token=n",
            ],
            bench.Service.Requests.Select(r => r.ToString())
        );
    }

    [Fact]
    public async Task Who_the_token_belongs_to_is_asked_of_SCIM()
    {
        bench.Service.Then(200, """{ "userName": "a@b.c" }""");

        Assert.Equal("a@b.c", (string?)(await new ScimApi(bench.Client).MeAsync(CancellationToken.None))["userName"]);

        Assert.Equal("GET /api/2.0/preview/scim/v2/Me", bench.Service.Requests[0].ToString());
    }
}
