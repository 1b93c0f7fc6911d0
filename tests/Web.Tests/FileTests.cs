using System.Net;
using Layercake.Web.Tests.Support;

namespace Layercake.Web.Tests;

/// <summary>Files are served from one folder, and from nowhere else.</summary>
public sealed class FileTests(ServedFolder served) : IClassFixture<ServedFolder>
{
    private readonly PageServer page = served.Page;

    [Fact]
    public async Task A_file_of_the_folder_is_served_and_asked_for_again_each_time()
    {
        using var answer = await page.SendAsync("/_content/inside.css");

        Assert.Equal((HttpStatusCode.OK, "inside"), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        Assert.Equal("no-cache, private", answer.Headers.CacheControl!.ToString());
    }

    [Theory]
    [InlineData("/../outside.css")]
    [InlineData("/_content/../../outside.css")]
    [InlineData("/%2e%2e/outside.css")]
    [InlineData("/_content/%2e%2e/%2e%2e/outside.css")]
    [InlineData("/..%2foutside.css")]
    [InlineData("/_content/%2e%2e%2f%2e%2e%2foutside.css")]
    [InlineData("/%252e%252e/outside.css")]
    [InlineData(@"/..\outside.css")]
    [InlineData(@"/_content/..\..\outside.css")]
    [InlineData("/..%5coutside.css")]
    [InlineData("/..%c0%afoutside.css")]
    [InlineData("/..;/outside.css")]
    [InlineData("/../web-outside/outside.css")]
    [InlineData("/-outside/outside.css")]
    [InlineData("/ABSOLUTE/outside.css")]
    [InlineData("//ABSOLUTE/outside.css")]
    [InlineData("/%2fABSOLUTE/outside.css")]
    [InlineData("/file:%2f%2fABSOLUTE/outside.css")]
    [InlineData("/notes.unknown")]
    [InlineData("/.hidden.css")]
    [InlineData("/_content")]
    [InlineData("/_content/")]
    public async Task Nothing_else_is_served(string target)
    {
        using var answer = await page.SendAsync(target.Replace("ABSOLUTE", served.FullPath.Trim('/'), StringComparison.Ordinal));

        Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.NotFound, HttpStatusCode.BadRequest });
        Assert.DoesNotContain("outside", await answer.Content.ReadAsStringAsync());
    }
}
