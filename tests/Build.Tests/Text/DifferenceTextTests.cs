using Build.Text;
using Layercake.Engine.Kinds.Fields;
using Newtonsoft.Json.Linq;

namespace Layercake.Build.Tests.Text;

/// <summary>What a plan shows of two long values is where they differ.</summary>
public sealed class DifferenceTextTests
{
    private static readonly string Same = string.Join(' ', Enumerable.Repeat("select a", 30));

    [Theory]
    [InlineData("Small", "Large", "\"Small\"", "\"Large\"")]
    [InlineData(null, "Large", null, "\"Large\"")]
    public void Short_values_are_shown_whole(string? old, string? now, string? shownOld, string? shownNow) =>
        Assert.Equal((shownOld, shownNow), Shown(old, now));

    [Fact]
    public void Long_values_are_cut_around_their_first_difference()
    {
        var (old, now) = Shown($"{Same} where a = 1 {Same}", $"{Same} where a = 2 {Same}");

        Assert.StartsWith("…", old, StringComparison.Ordinal);
        Assert.Contains("select a where a = 1 select a", old, StringComparison.Ordinal);
        Assert.Contains("select a where a = 2 select a", now, StringComparison.Ordinal);
        Assert.All([old, now], text => Assert.True(text!.Length <= 102 && text.EndsWith('…')));
    }

    [Fact]
    public void What_was_added_at_an_end_is_shown()
    {
        var (old, now) = Shown(Same, $"{Same} limit 10");

        Assert.Equal(("…select a select a\"", "…select a select a limit 10\""), (old![0] + old[^18..], now![0] + now[^27..]));
    }

    [Fact]
    public void Texts_that_hold_JSON_are_compared_as_what_they_say()
    {
        var (old, now) = Shown(
            $$"""{ "pages": [{ "name": "{{Same}}", "title": "one" }] }""",
            $$"""{"pages":[{"title":"two","name":"{{Same}}"}]}"""
        );

        Assert.EndsWith("\\\"title\\\":\\\"one\\\"}]}\"", old, StringComparison.Ordinal);
        Assert.EndsWith("\\\"title\\\":\\\"two\\\"}]}\"", now, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"a":1}""", """{ "a": 1 }""")]
    [InlineData("""{"a":1,"b":2}""", """{"b":2,"a":1}""")]
    [InlineData("""{"a":1} x""", """{"a":1} y""")]
    [InlineData("""{"a":1}{"b":2}""", """{"a":1}{"b":3}""")]
    [InlineData("""{"a":1,"a":2}""", """{"a":3,"a":2}""")]
    [InlineData("""{"a":0.12345678901234567890123}""", """{"a":0.12345678901234567890124}""")]
    public void Two_values_that_differ_never_look_the_same(string old, string now)
    {
        var shown = Shown(old, now);

        Assert.NotEqual(shown.Old, shown.New);
    }

    [Fact]
    public void Secrets_are_taken_out_before_anything_is_cut()
    {
        var (old, now) = Shown($"{Same} canary", $"{Same} other", text => text.Replace("canary", "***", StringComparison.Ordinal));

        Assert.EndsWith("select a ***\"", old, StringComparison.Ordinal);
        Assert.EndsWith("select a other\"", now, StringComparison.Ordinal);
    }

    private static (string? Old, string? New) Shown(string? old, string? now, Func<string, string>? redact = null) =>
        DifferenceText.Of(
            new FieldChange
            {
                Path = "query_text",
                Old = old is null ? null : new JValue(old),
                New = now is null ? null : new JValue(now),
            },
            100,
            redact ?? (text => text)
        );
}
