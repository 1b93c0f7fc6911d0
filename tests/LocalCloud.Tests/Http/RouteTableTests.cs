using Layercake.LocalCloud.Http;

namespace Layercake.LocalCloud.Tests.Http;

public sealed class RouteTableTests
{
    private readonly RouteTable routes = new();

    public RouteTableTests()
    {
        foreach (
            var template in new[]
            {
                "/api/2.0/repos/{id}",
                "/api/2.0/repos/stats",
                "/api/2.0/fs/files/{**path}",
                "/subscriptions/{s}/resourcegroups/{g}",
            }
        )
            routes.Add("GET", template, Access.Workspace, (_, _) => Task.FromResult(ApiResponse.Empty));
    }

    [Theory]
    [InlineData("/api/2.0/repos/17", "/api/2.0/repos/{id}")]
    [InlineData("/api/2.0/repos/stats", "/api/2.0/repos/stats")]
    [InlineData("/api/2.0/fs/files/Volumes/a/b%20c", "/api/2.0/fs/files/{**path}")]
    [InlineData("/subscriptions/1/resourceGroups/rg", "/subscriptions/{s}/resourcegroups/{g}")]
    [InlineData("/api/2.0/repos", null)]
    [InlineData("/api/2.0/Repos/stats", null)]
    public void A_path_finds_its_most_specific_template(string path, string? template) =>
        Assert.Equal(template, routes.Find("GET", path)?.Route.Template);

    [Fact]
    public void An_encoded_slash_stays_inside_its_segment_and_is_decoded_in_the_value() =>
        Assert.Equal("a/b", routes.Find("GET", "/api/2.0/repos/a%2Fb")!.Value.Values["id"]);
}
