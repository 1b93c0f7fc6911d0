using System.Globalization;
using Build;
using Build.CommandLine;
using Layercake.Engine.Environments.Reading;
using Layercake.Engine.Kinds;

namespace Layercake.Build.Tests.CommandLine;

public sealed class LockOptionsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("2026-12-24T18:00Z", "2026-12-24T18:00:00Z")]
    [InlineData("2026-12-24T18:00:30+01:00", "2026-12-24T17:00:30Z")]
    [InlineData("2026-12-24", "2026-12-25T00:00:00Z")]
    [InlineData("30m", "2026-11-29T09:30:00Z")]
    [InlineData("7d", "2026-12-06T09:00:00Z")]
    [InlineData("9999-12-31", "9999-12-31T00:00:00Z")]
    public void A_lock_ends_at_a_time_at_the_end_of_a_day_or_after_a_while(string text, string end) =>
        Assert.Equal(end, LockEnd.Parse(text, Now)!.Value.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("--until=2026-12-24T18:00")]
    [InlineData("--until=24.12.2026")]
    [InlineData("--until=2026-02-30")]
    [InlineData("--until=tomorrow")]
    public void Another_form_is_an_error_also_a_time_without_its_zone(string until) =>
        Assert.Equal(
            [
                $"{until} is no time. Give a time with its zone (2026-12-24T18:00Z), a day (2026-12-24) or a duration (30m, 24h, 7d).",
            ],
            Read("--target=Lock", "--message=freeze", until)
        );

    [Theory]
    [InlineData(
        "--message has no text. Say why nothing may be deployed, for those who are refused.",
        "--target=Lock",
        "--message=\u001b \u202e"
    )]
    [InlineData("--message is for --target=Lock only.", "--target=Unlock", "--message=x")]
    [InlineData("--until is for --target=Lock only.", "--target=Plan", "--until=24h")]
    public void A_lock_says_why_and_nothing_else_does(string error, params string[] words) => Assert.Equal([error], Read(words));

    [Fact]
    public void A_message_has_a_limit() =>
        Assert.Equal(
            ["--message has 301 characters, and may have 300. Shorten it."],
            Read("--target=Lock", $"--message={new string('x', 301)}")
        );

    private static IReadOnlyList<string> Read(params string[] words) =>
        new CommandLineReader(
            KnownOptions.With(EnvironmentSettings.All),
            TargetTable.In(typeof(Program).Assembly, KindTable.Described),
            new Dictionary<string, string>()
        )
            .Read(words)
            .Errors;
}
