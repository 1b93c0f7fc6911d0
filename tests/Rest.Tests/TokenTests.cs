using Layercake.Rest.Tests.Support;

namespace Layercake.Rest.Tests;

public sealed class TokenTests
{
    private readonly Bench bench = new();

    [Fact]
    public async Task A_refused_token_is_renewed_and_the_request_repeated_once()
    {
        bench.Service.ThenError(401, "UNAUTHENTICATED", "expired").Then(200, """{ "ok": true }""");

        Assert.True((bool)(await bench.SendAsync(Bench.Write(RepeatSafety.Unsafe)))["ok"]!);

        Assert.Equal([Bench.Token, "token-renewed-1"], bench.Service.Requests.Select(r => r.Token));
    }

    [Fact]
    public async Task A_gateway_that_refuses_a_token_with_403_is_understood()
    {
        bench.Service.Then(403, """{ "error_code": 403, "message": "Invalid access token." }""");

        await bench.SendAsync(Bench.Read);

        Assert.Equal(1, bench.Renewals);
    }

    [Fact]
    public async Task A_renewed_token_that_is_refused_as_well_is_an_error()
    {
        bench.Service.ThenError(401, "UNAUTHENTICATED", "unknown principal").ThenError(401, "UNAUTHENTICATED", "unknown principal");

        var failure = await bench.FailAsync(Bench.Read);

        Assert.True(failure.IsUnauthenticated);
        Assert.Equal("GET /api/2.1/clusters/get answered 401 UNAUTHENTICATED: unknown principal.", failure.Message);
        Assert.Equal(1, bench.Renewals);
    }

    [Fact]
    public async Task A_token_that_may_not_do_this_is_not_renewed()
    {
        bench.Service.ThenError(403, "PERMISSION_DENIED", "no");

        var failure = await bench.FailAsync(Bench.Read);

        Assert.True(failure is { IsForbidden: true, IsUnauthenticated: false });
        Assert.Equal(0, bench.Renewals);
    }

    [Fact]
    public async Task Many_requests_that_find_the_token_refused_renew_it_once()
    {
        var all = new TaskCompletionSource();
        for (var i = 0; i < 8; i++)
        {
            bench.Service.Then(
                async (_, ct) =>
                {
                    if (bench.Service.Requests.Count == 8)
                        all.SetResult();
                    await all.Task.WaitAsync(ct);
                    return ScriptedService.Reply(401);
                }
            );
        }

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => bench.SendAsync(Bench.Read)));

        Assert.Equal(1, bench.Renewals);
        Assert.Equal(8, bench.Service.Requests.Count(r => r.Token == "token-renewed-1"));
    }
}
