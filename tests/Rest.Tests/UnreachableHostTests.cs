using System.Security.Authentication;
using Layercake.Rest.Tests.Support;

namespace Layercake.Rest.Tests;

public sealed class UnreachableHostTests
{
    private readonly Bench bench = new();

    [Fact]
    public async Task A_host_that_never_answered_is_tried_three_times()
    {
        for (var i = 0; i < 10; i++)
            bench.Service.ThenThrow(Bench.Refused);

        var failure = await bench.FailAsync(Bench.Read);

        Assert.Equal(3, bench.Service.Requests.Count);
        Assert.Equal(
            "GET https://adb-1.2.azuredatabricks.net/api/2.1/clusters/get could not be reached: Connection refused. Given up "
                + "after 3 attempts.",
            failure.Message
        );
    }

    [Fact]
    public async Task A_host_that_has_answered_before_is_waited_for()
    {
        bench.Service.Then(200);
        await bench.SendAsync(Bench.Read);
        for (var i = 0; i < 8; i++)
            bench.Service.ThenThrow(Bench.Refused);

        await bench.SendAsync(Bench.Read);

        Assert.Equal(10, bench.Service.Requests.Count);
    }

    [Fact]
    public async Task A_certificate_that_is_not_trusted_ends_the_call_at_once()
    {
        bench.Service.ThenThrow(
            new HttpRequestException(
                HttpRequestError.SecureConnectionError,
                "The SSL connection could not be established, see inner exception.",
                new AuthenticationException("The remote certificate is invalid.")
            )
        );

        var failure = await bench.FailAsync(Bench.Write(RepeatSafety.Unsafe));

        Assert.False(failure.OutcomeUnknown);
        Assert.Single(bench.Service.Requests);
        Assert.EndsWith("could not be reached: The remote certificate is invalid.", failure.Message, StringComparison.Ordinal);
    }
}
