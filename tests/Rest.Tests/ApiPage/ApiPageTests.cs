using System.Runtime.CompilerServices;
using System.Text;

namespace Layercake.Rest.Tests.ApiPage;

/// <summary>The page about the client's calls is made from their comments and from what they send.</summary>
public sealed class ApiPageTests
{
    private const string Heading = "## Calls\n";

    [Fact]
    public async Task The_page_has_every_call_with_what_it_sends_and_promises()
    {
        var page = (await File.ReadAllTextAsync(Path.Combine(Root(), "docs", "api-client.md"))).ReplaceLineEndings("\n");
        var expected = await CallsAsync();
        var made = Path.Combine(AppContext.BaseDirectory, "api-client-calls.md");
        await File.WriteAllTextAsync(made, expected);

        Assert.True(
            page[page.IndexOf(Heading, StringComparison.Ordinal)..] == expected,
            $"docs/api-client.md does not agree with the code. What has to be there from \"## Calls\" on is in {made}."
        );
    }

    private static async Task<string> CallsAsync()
    {
        var comments = new DocComments();
        var text = new StringBuilder(Heading);
        foreach (var family in ApiMethods.Families)
        {
            text.Append($"\n### {family.Name}\n\n{comments.Of(family)}\n\n");
            text.Append("| Call | Request | Pages | Sent again | Contract |\n|---|---|---|---|---|\n");
            foreach (var method in ApiMethods.Of(family))
            {
                var call = await ObservedCall.OfAsync(family, method);
                var names = string.Join(", ", ApiMethods.Parameters(method).Select(parameter => parameter.Name));
                text.Append($"| `{method.Name}({names})` | `{call.Request}` | {(call.IsPaged ? "yes" : "")} | {call.SentAgain} | ");
                text.Append($"{comments.Of(method)} |\n");
            }
        }

        return text.ToString();
    }

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(here, "..", "..", "..", ".."));
}
