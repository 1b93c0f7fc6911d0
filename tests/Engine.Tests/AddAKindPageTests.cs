using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Tests.Declarations;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;
using Microsoft.CodeAnalysis.CSharp;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests;

/// <summary>The page about adding a kind: its code compiles against the engine of today, and the kind that it adds works.</summary>
public sealed class AddAKindPageTests : IAsyncLifetime
{
    private const string Page = "docs/add-a-kind.md";

    /// <summary>What the page shows as it stands in the code: how the block begins, and the file.</summary>
    private static readonly Dictionary<string, string> Quotes = new(StringComparer.Ordinal)
    {
        ["using Newtonsoft.Json.Linq;\nusing static Layercake.Rest.Apis.AnswerField;"] = "deployment/Rest/Apis/InstancePoolsApi.cs",
        ["new(\"instance-pools\", "] = "deployment/Engine/Kinds/References/ReferenceTable.cs",
        ["(\"instance_pool_id\", "] = "deployment/Engine/Kinds/References/ReferenceTable.cs",
        [") with\n{"] = "deployment/Engine/Kinds/KindTable.cs",
        ["private ApiResponse Create("] = "deployment/LocalCloud/Apis/InstancePools/InstancePoolsEndpoints.cs",
    };

    /// <summary>What blocks that are no whole files stand in: how the block begins, and the code around it.</summary>
    private static readonly Dictionary<string, (string Before, string After)> Surroundings = new(StringComparer.Ordinal)
    {
        ["using "] = ("", ""),
        ["KindRow.Of("] = (
            """
            using Layercake.Engine.Kinds;
            using Layercake.Engine.Kinds.InstancePools;
            using Layercake.Rest.Apis;

            internal static class RowsOfThePage
            {
                public static IReadOnlyList<KindRow> All => [
            """,
            "]; }"
        ),
        ["new Contract("] = (
            """
            using Newtonsoft.Json.Linq;
            using static Layercake.Engine.Tests.KindContractTests;

            internal static partial class ContractOfThePage
            {
                public static IReadOnlyList<Contract> All => [
            """,
            "]; }"
        ),
        ["private static string Pool(int min)"] = ("internal static partial class ContractOfThePage {", "}"),
    };

    private static readonly Lazy<CSharpCompilation> Compiled = new(() =>
        SourceCompiler.Compile(
            "Layercake.Engine.Tests.Page",
            Blocks().Where(block => QuotedFile(block) is null).Select(InSurroundings),
            "Xunit"
        )
    );

    private TestWorkspace workspace = null!;

    public static TheoryData<string> EveryQuote => [.. Quotes.Keys];

    public async Task InitializeAsync() => workspace = await TestWorkspace.StartAsync();

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public void The_code_of_the_page_compiles()
    {
        var problems = Compiled.Value.Problems();

        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

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
    public async Task The_kind_of_the_page_makes_changes_and_deletes_a_pool()
    {
        var rows = (IReadOnlyList<KindRow>)Compiled.Value.Load().GetType("RowsOfThePage")!.GetProperty("All")!.GetValue(null)!;
        var kind = Assert.Single(rows).Remote(workspace.Environment, workspace.Client(), workspace.Clock);

        var declared = Declared(kind.Kind, idle: 0);
        var id = await kind.CreateAsync(
            new AssetWrite
            {
                Declaration = declared,
                Wanted = declared.Content,
                Nonce = new string('0', 32),
            },
            CancellationToken.None
        );
        await AssertHeldAsync(kind, declared, id);

        declared = Declared(kind.Kind, idle: 1);
        await Assert
            .IsAssignableFrom<IUpdatable>(kind)
            .UpdateAsync(
                new AssetWrite
                {
                    Declaration = declared,
                    Wanted = declared.Content,
                    Id = id,
                },
                CancellationToken.None
            );
        await AssertHeldAsync(kind, declared, id);

        await kind.DeleteAsync(id, CancellationToken.None);
        Assert.Empty(await LiveAsync(kind, declared));
    }

    private Declaration Declared(AssetKind kind, int idle)
    {
        workspace.With(
            "instance-pools/etl.json",
            $$"""{ "instance_pool_name": "etl", "node_type_id": "Standard_D4ds_v5", "min_idle_instances": {{idle}} }"""
        );
        var findings = new List<Finding>();
        var declaration = Assert.Single(kind.Read(new AssetsFolder(workspace.Assets.FullPath), findings));
        Assert.Empty(findings);
        return declaration;
    }

    private static async Task AssertHeldAsync(RemoteKind kind, Declaration declared, string id)
    {
        var live = Assert.Single(await LiveAsync(kind, declared));

        Assert.Equal(("etl", id), (live.Name, live.Id));
        Assert.Equal(declared.Content["min_idle_instances"], live.State["min_idle_instances"]);
        Assert.Empty(FieldDiff.Between(declared.Content, live.State, null, kind.Rules));
    }

    private static Task<IReadOnlyList<LiveAsset>> LiveAsync(RemoteKind kind, Declaration declared) =>
        kind.ListDeclaredAsync([declared], new Dictionary<string, JObject>(), CancellationToken.None);

    private static IReadOnlyList<SourceFragment> Blocks() => MarkdownCode.Blocks(Page, Repository.Read(Page), "csharp");

    private static string? QuotedFile(SourceFragment block) =>
        Quotes.SingleOrDefault(quote => block.Text.StartsWith(quote.Key, StringComparison.Ordinal)).Value;

    private static SourceFragment InSurroundings(SourceFragment block)
    {
        var around = Surroundings.Where(one => block.Text.StartsWith(one.Key, StringComparison.Ordinal)).ToList();
        Assert.True(around.Count == 1, $"{Page}({block.Line}): {nameof(Surroundings)} or {nameof(Quotes)} must say where this belongs.");
        return block with { Before = around[0].Value.Before, After = around[0].Value.After };
    }

    private static string Unindented(string code) => string.Join('\n', code.Split('\n').Select(line => line.Trim()));
}
