using Layercake.Engine.Declarations;
using Layercake.Web.Components;
using Layercake.Web.Runs;

namespace Layercake.Web.Tests;

/// <summary>Messages name options, which the page has under other words.</summary>
public sealed class OptionWordsTests
{
    [Theory]
    [InlineData("add --with-needed, or --select=jobs.a", "--select is “Only these assets”", "--with-needed is “Validate only the chosen”")]
    [InlineData("--target=Prune deletes it", "--target=Prune is finding and removing what Git no longer has.")]
    [InlineData("run --target=Forget --asset=jobs.a", "--target=Forget, --asset: for the command line only. Ask")]
    [InlineData("a-- b --- c -5 the range 1--2")]
    public void Each_option_of_a_message_is_explained_once(string message, params string[] sentences)
    {
        var finding = new Finding
        {
            Severity = Severity.Error,
            Code = "JOB001",
            Message = message,
        };
        var words = OptionWords.Of(RunSnapshot.Empty with { Findings = [finding, finding], Failure = message });

        Assert.Equal(sentences.Length, words.Count);
        Assert.All(words.Zip(sentences), pair => Assert.StartsWith(pair.Second, pair.First, StringComparison.Ordinal));
    }
}
