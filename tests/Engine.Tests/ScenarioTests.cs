using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Build.Ci;
using Build.Printing;
using Build.Views;
using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;
using Layercake.Secrecy;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests;

/// <summary>
/// Each folder in <c>Scenarios/</c> is a story: what was deployed <c>before/</c>, what someone did <c>by-hand.txt</c>, what Git holds
/// <c>after/</c>,
/// and the plan and the writes that follow. <c>LAYERCAKE_ACCEPT=1</c> writes the expected files anew, to be read before they are committed.
/// </summary>
public sealed partial class ScenarioTests
{
    private static string Root { get; } = Path.Combine(Path.GetDirectoryName(ThisFile())!, "Scenarios");

    public static TheoryData<string> Names =>
        new(Directory.GetDirectories(Root).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task What_a_deployment_plans_and_writes(string scenario)
    {
        await using var workspace = await TestWorkspace.StartAsync(new SelfAdvancingClock());
        var folder = Path.Combine(Root, scenario);

        Put(workspace, Path.Combine(folder, "before"));
        var ids = (await workspace.DeployAsync()).Changes.ToDictionary(change => change.Change.Asset, change => change.Id!);
        await SettleAsync(workspace);
        await ByHandAsync(workspace, Path.Combine(folder, "by-hand.txt"), ids);
        await SettleAsync(workspace);

        Put(workspace, Path.Combine(folder, "after"));
        Compare(folder, "expected.plan.txt", Text(await workspace.PlanAsync()));
        var writes = await workspace.AssetWritesDuringAsync(() => workspace.DeployAsync());
        Compare(folder, "expected.requests.txt", Text(writes.Select(write => WithNames(write, ids))));
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    private static void Put(TestWorkspace workspace, string folder)
    {
        foreach (var old in Directory.GetDirectories(workspace.Assets.FullPath))
            Directory.Delete(old, recursive: true);

        if (Directory.Exists(folder))
            foreach (var file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
                workspace.With(Path.GetRelativePath(folder, file), File.ReadAllBytes(file));
    }

    /// <summary>Lets starts and stops come to their end.</summary>
    private static Task SettleAsync(TestWorkspace workspace) =>
        workspace.Cloud.AdminAsync("POST", "/clock", new JObject { ["advance_ms"] = 600_000 });

    /// <summary>A line is <c>POST /path {body}</c>; <c>&lt;clusters.etl&gt;</c> in it is that asset's id.</summary>
    private static async Task ByHandAsync(TestWorkspace workspace, string file, Dictionary<string, string> ids)
    {
        if (!File.Exists(file))
            return;

        foreach (var line in File.ReadAllLines(file).Where(line => line.Length > 0))
        {
            var parts = Placeholder().Replace(line, match => ids[match.Groups[1].Value]).Split(' ', 3);
            await workspace.Cloud.CallAsync(parts[0], parts[1], JObject.Parse(parts[2]));
        }
    }

    /// <summary>With assets in the place of their ids, which are others each time.</summary>
    private static string WithNames(string write, Dictionary<string, string> ids) =>
        ids.Aggregate(write, (text, id) => text.Replace($"/{id.Value}", $"/<{id.Key}>", StringComparison.Ordinal));

    private static string Text(Plan plan)
    {
        using var text = new StringWriter();
        new PlanView(new Output(text, colours: false, new Redactor()), CiReporter.Silent).Show(plan, unchangedToo: true);
        return text.ToString();
    }

    /// <summary>Sorted and counted: independent writes are under way at the same time.</summary>
    private static string Text(IEnumerable<string> writes) =>
        string.Concat(
            writes
                .GroupBy(write => write)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => $"{group.Count()} × {group.Key}\n")
        );

    private static void Compare(string folder, string file, string actual)
    {
        var path = Path.Combine(folder, file);
        var text = actual.ReplaceLineEndings("\n").Trim('\n') + "\n";
        if (Environment.GetEnvironmentVariable("LAYERCAKE_ACCEPT") == "1")
            File.WriteAllText(path, text);

        Assert.True(File.Exists(path), $"{path} is missing. Run the tests with LAYERCAKE_ACCEPT=1 and read what it writes.");
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), text);
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;

    [GeneratedRegex("<([a-z-]+\\.[^>]+)>")]
    private static partial Regex Placeholder();
}
