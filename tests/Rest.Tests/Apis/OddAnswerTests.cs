using Layercake.Rest.Apis;
using Layercake.Rest.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Rest.Tests.Apis;

/// <summary>An answer that is not what its call answers is an error in our words: it never passes for "nothing is there".</summary>
public sealed class OddAnswerTests
{
    private static readonly JToken[] Instead =
    [
        JValue.CreateNull(),
        "x",
        7,
        -1.5m,
        true,
        new JArray(),
        new JArray(JValue.CreateNull()),
        new JArray(1),
        new JObject(),
        JToken.Parse("123456789012345678901234567890"),
    ];

    private static readonly string[] RuntimeWords =
    [
        "Object reference",
        "cast",
        "Newtonsoft",
        "System.",
        "Sequence contains",
        "same key",
        "convert",
        "Parameter '",
        "index was out",
        "enumer",
    ];

    private readonly Bench bench = new();

    public static TheoryData<string> Calls => [.. KnownAnswers.All.Keys];

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Whatever_is_in_the_place_of_a_value_is_read_or_told_in_our_words(string name)
    {
        var (answer, call) = KnownAnswers.All[name];
        await call(Answering(answer));
        foreach (var path in JObject.Parse(answer).Descendants().Where(token => token is not JProperty).Select(token => token.Path))
            foreach (var instead in Instead)
            {
                var odd = JObject.Parse(answer);
                odd.SelectToken(path)!.Replace(instead.DeepClone());
                Judge(await Record.ExceptionAsync(() => call(Answering(odd.ToString()))), odd);
            }
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task An_empty_body_and_a_page_of_a_proxy_are_no_answers(string name)
    {
        foreach (var body in new[] { "", "<html>Sign in</html>", "[]", "null", "{" })
        {
            var failure = await Record.ExceptionAsync(() => KnownAnswers.All[name].Call(Answering(body)));
            Assert.IsType<WorkspaceApiException>(failure);
            Judge(failure, body);
        }
    }

    [Theory]
    [InlineData("""{"jobs":"x"}""", "with a text instead of a list in jobs")]
    [InlineData("""{"jobs":[null]}""", "with null instead of an object in jobs[0]")]
    [InlineData("""{"jobs":[{"settings":{"name":"a"}}]}""", "without jobs[0].job_id, which would be a whole number")]
    [InlineData("""{"jobs":[{"job_id":1,"settings":{"name":5}}]}""", "with a number instead of a text in jobs[0].settings.name")]
    [InlineData("""{"jobs":[],"next_page_token":7}""", "with a number instead of a text in next_page_token")]
    public async Task The_call_and_the_field_are_named(string answer, string how)
    {
        var failure = await Assert.ThrowsAsync<WorkspaceApiException>(() => KnownAnswers.All["jobs"].Call(Answering(answer)));

        Assert.StartsWith($"GET /api/2.2/jobs/list answered 200 {how}. ", failure.Message, StringComparison.Ordinal);
        Assert.False(failure.IsMissing);
    }

    [Fact]
    public async Task A_page_that_leads_back_to_itself_is_an_error()
    {
        const string Page = """{"jobs":[{"job_id":1}],"next_page_token":"x"}""";
        bench.Service.Then(200, Page).Then(200, Page).Then(200, Page);

        var failure = await Assert.ThrowsAsync<WorkspaceApiException>(() => KnownAnswers.All["jobs"].Call(bench.Client));

        Assert.Contains("the same next_page_token a second time", failure.Message, StringComparison.Ordinal);
        Assert.Equal(2, bench.Service.Requests.Count);
    }

    [Fact]
    public async Task People_who_are_listed_again_and_again_are_an_error()
    {
        const string Page = """{"Resources":[{"id":"1"}]}""";
        bench.Service.Then(200, Page).Then(200, Page).Then(200, Page);

        Assert.Contains(
            "the same Resources a second time",
            (await Assert.ThrowsAsync<WorkspaceApiException>(() => KnownAnswers.All["users"].Call(bench.Client))).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task An_object_on_two_pages_is_given_once()
    {
        bench.Service.Then(200, """{"jobs":[{"job_id":1}],"next_page_token":"x"}""").Then(200, """{"jobs":[{"job_id":1},{"job_id":2}]}""");

        Assert.Equal(2, await new JobsApi(bench.Client).ListAsync(null, default).CountAsync());
    }

    private static WorkspaceClient Answering(string body)
    {
        var bench = new Bench();
        bench.Service.Then(200, body);
        return bench.Client;
    }

    private static void Judge(Exception? failure, object answer)
    {
        if (failure is null)
            return;

        Assert.True(failure is WorkspaceApiException, $"{answer}: {failure}");
        Assert.DoesNotContain(RuntimeWords, word => failure.Message.Contains(word, StringComparison.OrdinalIgnoreCase));
    }
}
