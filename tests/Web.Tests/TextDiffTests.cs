using Layercake.Web.Components;

namespace Layercake.Web.Tests;

/// <summary>How the page shows that two texts differ.</summary>
public sealed class TextDiffTests
{
    [Fact]
    public void A_line_that_changed_is_shown_as_it_was_and_as_it_is_with_numbers_and_three_lines_around_it()
    {
        var before = Lines(1, 20).Replace("line 10\n", "as it was\n", StringComparison.Ordinal);

        Assert.Equal(
            """
            // :…
            7/7/ :line 7
            8/8/ :line 8
            9/9/ :line 9
            10//-:as it was
            /10/+:line 10
            11/11/ :line 11
            12/12/ :line 12
            13/13/ :line 13
            // :…
            """.ReplaceLineEndings("\n"),
            Shown(TextDiff.Of(before, Lines(1, 20)))
        );
    }

    [Theory]
    [InlineData("a\nb\n", "a\n b\n", "1/1/ :a 2//-:b /2/+: b")]
    [InlineData(null, "a\nb\n", "/1/+:a /2/+:b")]
    [InlineData("a\nb\n", null, "1//-:a 2//-:b")]
    [InlineData("", "a", "/1/+:a")]
    [InlineData("A\n", "a\n", "1//-:A /1/+:a")]
    public void Every_difference_counts(string? before, string? after, string shown) =>
        Assert.Equal(shown, Shown(TextDiff.Of(before, after)).Replace('\n', ' '));

    [Theory]
    [InlineData("a\r\nb\r\n", "a\nb\n")]
    [InlineData("a\nb", "a\nb\n")]
    public void Line_ends_alone_are_said_in_words(string before, string after)
    {
        var diff = TextDiff.Of(before, after);

        Assert.Empty(diff.Lines);
        Assert.Equal("No line differs; line ends may.", diff.Note);
    }

    [Fact]
    public void Of_much_text_a_part_is_shown_and_that_is_said()
    {
        var diff = TextDiff.Of(null, Lines(1, 6000) + new string('x', 10_000));

        Assert.Equal(400, diff.Lines.Count);
        Assert.Equal("The text is long: its first 5000 lines are compared. Shown are 400 of 5000 lines.", diff.Note);
        Assert.EndsWith(" … (9500 more)", Assert.Single(TextDiff.Of(null, new string('x', 10_000)).Lines).Text, StringComparison.Ordinal);
    }

    private static string Lines(int first, int last) =>
        string.Concat(Enumerable.Range(first, last - first + 1).Select(number => $"line {number}\n"));

    private static string Shown(TextDiff diff) =>
        string.Join('\n', diff.Lines.Select(line => $"{line.Before}/{line.After}/{line.Mark}:{line.Text}"));
}
