using Layercake.Engine.Tests.Declarations;
using Layercake.Testing;

namespace Layercake.Engine.Tests;

/// <summary>The page about adding a kind shows the code of today.</summary>
public sealed class AddAKindPageTests
{
    private const string Page = "docs/add-a-kind.md";

    /// <summary>How each block of the page begins, and the file that it stands in.</summary>
    private static readonly Dictionary<string, string> Quotes = new(StringComparer.Ordinal)
    {
        ["using Newtonsoft.Json.Linq;\nusing static Layercake.Rest.Apis.AnswerField;"] = "deployment/Rest/Apis/InstancePoolsApi.cs",
        ["using Layercake.Engine.Declarations;"] = "deployment/Engine/Kinds/InstancePools/InstancePoolKind.cs",
        ["private static void Machines("] = "deployment/Engine/Kinds/InstancePools/InstancePoolSchema.cs",
        ["using Layercake.Engine.Kinds.Model;"] = "deployment/Engine/Kinds/InstancePools/RemoteInstancePools.cs",
        ["KindRow.Of("] = "deployment/Engine/Kinds/KindTable.cs",
        ["new(\"instance-pools\", "] = "deployment/Engine/Kinds/References/ReferenceTable.cs",
        [".. PoolFields.All.Select("] = "deployment/Engine/Kinds/References/ReferenceTable.cs",
        [") with\n{"] = "deployment/Engine/Kinds/KindTable.cs",
        ["private ApiResponse Create("] = "deployment/LocalCloud/Apis/InstancePools/InstancePoolsEndpoints.cs",
        ["new Contract("] = "tests/Engine.Tests/KindContracts.cs",
        ["private static string Pool(int idle)"] = "tests/Engine.Tests/KindContracts.cs",
        ["public override bool RunsOnChange"] = "deployment/Engine/Kinds/Dashboards/PublishKind.cs",
        ["[Fact]"] = "tests/Engine.Tests/InstancePoolTests.cs",
        ["/// <summary>Fields that keep"] = "tests/LocalCloud.Tests/InstancePools/InstancePoolFactsTests.cs",
    };

    public static TheoryData<string> EveryQuote => [.. Quotes.Keys];

    [Theory]
    [MemberData(nameof(EveryQuote))]
    public void What_the_page_quotes_stands_in_the_code(string opening)
    {
        var block = Assert.Single(Blocks(), block => block.Text.StartsWith(opening, StringComparison.Ordinal));
        var code = Repository.Read(Quotes[opening]);

        Assert.True(
            Unindented(code).Contains(Unindented(block.Text), StringComparison.Ordinal),
            $"{Page}({block.Line}) is not as {Quotes[opening]} says it."
        );
    }

    [Fact]
    public void Every_block_of_the_page_is_a_quote() =>
        Assert.All(
            Blocks(),
            block =>
                Assert.True(
                    Quotes.Keys.Any(opening => block.Text.StartsWith(opening, StringComparison.Ordinal)),
                    $"{Page}({block.Line}): {nameof(Quotes)} must say where this stands."
                )
        );

    private static IReadOnlyList<SourceFragment> Blocks() => MarkdownCode.Blocks(Page, Repository.Read(Page), "csharp");

    private static string Unindented(string code) => string.Join('\n', code.Split('\n').Select(line => line.Trim()));
}
