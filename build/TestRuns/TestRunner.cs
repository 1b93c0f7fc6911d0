using System.Runtime.CompilerServices;
using Build.Record;
using Build.Running;

namespace Build.TestRuns;

/// <summary>Builds the solution once and runs its test projects, three at a time.</summary>
internal sealed class TestRunner(DotNetCommand dotnet, HostFolders folders)
{
    // Not the configuration that the host itself runs from: its files are in use.
    private const string Configuration = "Debug";

    // Two of them mostly wait for processes that they started, so that with two at a time a third of two cores is idle.
    private const int AtOnce = 3;

    /// <summary>
    /// With the value <c>whole</c>, tests with the trait <c>Extent=Whole</c> run too. They start many processes for what other tests
    /// cover in part.
    /// </summary>
    private const string ExtentVariable = "LAYERCAKE_TESTS";

    // Their tests start processes and take longest: begun last, one of them would run alone at the end.
    private static readonly string[] BeginFirst = ["Pipelines.Tests", "Host.Tests", "Engine.Tests"];

    private static bool IsWhole => Environment.GetEnvironmentVariable(ExtentVariable) == "whole";

    /// <exception cref="BuildFailedException">It does not compile.</exception>
    public async Task BuildAsync(CancellationToken ct)
    {
        // On the code of the tests most analyzers take as long as the compiler, and find little.
        string[] analysis = IsWhole ? [] : ["-p:AnalyzeTests=false"];
        var build = await dotnet.RunAsync(
            ["build", "Layercake.slnx", "-c", Configuration, "-v", "quiet", "-nologo", "-nodeReuse:false", .. analysis],
            ct
        );
        if (build.ExitCode != 0)
            throw new BuildFailedException(ExitCodes.Failed, $"The solution does not build.\n{build.Text.Trim()}");
    }

    /// <summary>The results in the order of the projects' names, each as soon as it and those before it are there.</summary>
    public async IAsyncEnumerable<TestResult> RunAsync([EnumeratorCancellation] CancellationToken ct)
    {
        var results = Path.Combine(folders.Root, "artifacts", "test-results");
        if (Directory.Exists(results))
            Directory.Delete(results, recursive: true);

        using var places = new SemaphoreSlim(AtOnce);
        var runs = Projects()
            .OrderBy(project => BeginFirst.Contains(project) ? Array.IndexOf(BeginFirst, project) : BeginFirst.Length)
            .Select(project => (project, run: RunAsync(project, results, places, ct)))
            .ToList();
        foreach (var (_, run) in runs.OrderBy(pair => pair.project, StringComparer.Ordinal))
            yield return await run;
    }

    private IEnumerable<string> Projects() =>
        Directory
            .EnumerateFiles(Path.Combine(folders.Root, "tests"), "*.Tests.csproj", SearchOption.AllDirectories)
            .Select(file => Path.GetFileNameWithoutExtension(file))
            .Order(StringComparer.Ordinal);

    private async Task<TestResult> RunAsync(string project, string results, SemaphoreSlim places, CancellationToken ct)
    {
        await places.WaitAsync(ct);
        try
        {
            // The assembly and not the project: evaluating each project again takes longer than most of their tests.
            var assembly = Path.Combine(
                folders.Root,
                "artifacts",
                "bin",
                project,
                Configuration.ToLowerInvariant(),
                $"Layercake.{project}.dll"
            );
            string[] extent = IsWhole ? [] : ["--filter", "Extent!=Whole"];
            var run = await dotnet.RunAsync(
                ["test", assembly, "--logger", $"trx;LogFileName={project}.trx", "--results-directory", results, .. extent],
                ct
            );

            var result = TrxFile.TryRead(project, Path.Combine(results, $"{project}.trx")) ?? new TestResult { Project = project };
            return run.ExitCode == 0 || result.Failures.Count > 0
                ? result
                : result with
                {
                    Failures = [new TestFailure($"{project} did not run to its end", run.Text)],
                };
        }
        finally
        {
            places.Release();
        }
    }
}
