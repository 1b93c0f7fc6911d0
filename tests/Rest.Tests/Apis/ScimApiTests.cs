using Layercake.Rest.Apis;
using Layercake.Rest.Tests.Support;

namespace Layercake.Rest.Tests.Apis;

public sealed class ScimApiTests
{
    private readonly Bench bench = new();

    [Fact]
    public async Task The_list_goes_on_until_the_total_is_reached_however_short_a_page_is()
    {
        bench
            .Service.Then(200, """{ "totalResults": 3, "Resources": [{ "id": "a" }, { "id": "b" }] }""")
            .Then(200, """{ "totalResults": 3, "Resources": [{ "id": "c" }] }""");

        var ids = await new ScimApi(bench.Client)
            .GroupsAsync("displayName co \"etl\"", CancellationToken.None)
            .Select(group => (string?)group["id"])
            .ToListAsync();

        const string First = "GET /api/2.0/preview/scim/v2/Groups?filter=displayName%20co%20%22etl%22&startIndex=";
        Assert.Equal(["a", "b", "c"], ids);
        Assert.Equal([First + "1&count=1000", First + "3&count=1000"], bench.Service.Requests.Select(request => request.ToString()));
    }

    [Fact]
    public async Task Without_a_total_the_list_ends_with_an_empty_page()
    {
        bench.Service.Then(200, """{ "Resources": [{ "id": "a" }] }""").Then(200, "{}");

        Assert.Equal(1, await new ScimApi(bench.Client).UsersAsync(null, CancellationToken.None).CountAsync());
        Assert.Equal(2, bench.Service.Requests.Count);
    }
}
