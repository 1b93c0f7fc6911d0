using System.Text.RegularExpressions;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Pipelines.Tests.Support;

/// <summary>What one step of a pipeline did.</summary>
/// <param name="Result"><c>success</c>, <c>failure</c> or <c>skipped</c>.</param>
/// <param name="Title">What GitHub calls the job while it waits and runs.</param>
public sealed record Step(string Job, string Name, string Result, string Output, string Summary, JObject Outputs, string Title);

/// <summary>Runs pipelines of a copy of this repository as it is now, each environment in a local cloud of its own.</summary>
internal sealed class PipelineRun : IDisposable
{
    private readonly TempDirectory folder = new();

    private PipelineRun() { }

    public string Origin => folder["origin"];

    public IReadOnlyList<Step> Steps { get; private set; } = [];

    /// <summary>How the whole run ended.</summary>
    public string Result { get; private set; } = "";

    /// <summary>The steps that had something to do with a job, without those that bring files from here to there.</summary>
    public IReadOnlyList<string> Summary =>
        [
            .. Steps
                .Where(step => step.Name.Length == 0 || !step.Name.Contains('@', StringComparison.Ordinal))
                .Select(step => $"{step.Job} {step.Name} {step.Result}".Replace("  ", " ", StringComparison.Ordinal)),
        ];

    public static async Task<PipelineRun> CreateAsync()
    {
        var run = new PipelineRun();
        var files = (await Programs.RunAsync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], Tools.Repository)).Lines;
        foreach (var file in files.Where(file => IsUsed(file) && File.Exists(Path.Combine(Tools.Repository, file))))
        {
            var copy = Path.Combine(run.Origin, file);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(Path.Combine(Tools.Repository, file), copy);
        }

        await GitAsync(run.Origin, "init", "--quiet", "--initial-branch=main");
        await run.CommitAsync();
        return run;
    }

    /// <summary>A repository with assets of its own and none of our files, that uses the pipelines of the first.</summary>
    public async Task<string> OtherAsync(params (string File, string Text)[] files)
    {
        foreach (var (file, text) in files)
            folder.Write($"other/{file}", text);

        await GitAsync(folder["other"], "init", "--quiet", "--initial-branch=main");
        await CommitAsync(folder["other"]);
        return folder["other"];
    }

    /// <summary>Writes a file to the repository and commits it.</summary>
    public async Task<PipelineRun> WithAsync(string file, string text)
    {
        folder.Write($"origin/{file}", text);
        await CommitAsync();
        return this;
    }

    /// <summary>Replaces the first text that the pattern matches, and commits the file.</summary>
    public async Task ReplaceAsync(string file, string pattern, string text)
    {
        var before = await File.ReadAllTextAsync(Path.Combine(Origin, file));
        await WithAsync(file, new Regex(pattern).Replace(before, text.Replace("$", "$$", StringComparison.Ordinal), 1));
    }

    /// <summary>The commit that the repository is at.</summary>
    public async Task<string> CommitIdAsync() => (await Programs.RunAsync("git", ["rev-parse", "HEAD"], Origin)).Output.Trim();

    /// <summary>Gives the commit that the repository is at a branch of its own.</summary>
    public Task OnBranchAsync(string name) => GitAsync(Origin, "branch", name);

    public Task<PipelineRun> GitHubAsync(string workflow, JObject request) =>
        RunAsync("run-github.mjs", new JObject(request) { ["workflow"] = $".github/workflows/{workflow}" });

    public Task<PipelineRun> AzureAsync(JObject request) =>
        RunAsync("run-azure.mjs", new JObject(request) { ["pipeline"] = "azure-pipelines.yml" });

    /// <summary>What a step printed.</summary>
    public Step Step(string job, string name) => Steps.Single(step => step.Job == job && step.Name == name);

    public void Dispose() => folder.Dispose();

    private async Task<PipelineRun> RunAsync(string script, JObject request)
    {
        var work = folder[$"run-{Guid.NewGuid():N}"];
        Directory.CreateDirectory(work);
        request["origin"] ??= Origin;
        request["folder"] = work;
        request["host"] = Tools.Host;
        // One state for each environment, kept from run to run; nothing here reaches a real workspace.
        var variables = (JObject?)request["variables"] ?? [];
        variables["LAYERCAKE_OPTION_CLOUD"] = "local";
        variables["LAYERCAKE_OPTION_STATE"] = folder["state/{environment}"];
        request["variables"] = variables;

        var answer = JObject.Parse(string.Concat(await Tools.RunAsync(script, [], work, request.ToString())));
        Result = (string)answer["result"]!;
        Steps =
        [
            .. answer["steps"]!.Select(step => new Step(
                (string)step["job"]!,
                (string?)step["step"] ?? "",
                (string)step["result"]!,
                (string?)step["output"] ?? "",
                (string?)step["summary"] ?? "",
                step["outputs"] as JObject ?? [],
                (string?)step["title"] ?? ""
            )),
        ];
        return this;
    }

    /// <summary>Every job checks the repository out and compiles nothing: without the sources that takes a tenth of the time.</summary>
    private static bool IsUsed(string file) =>
        !file.EndsWith(".cs", StringComparison.Ordinal) && !file.StartsWith("tests/", StringComparison.Ordinal);

    private Task CommitAsync() => CommitAsync(Origin);

    private static async Task CommitAsync(string repository)
    {
        await GitAsync(repository, "add", "--all");
        await GitAsync(
            repository,
            "-c",
            "user.name=Someone",
            "-c",
            "user.email=someone@example.com",
            "commit",
            "--quiet",
            "--message=Change"
        );
    }

    private static async Task GitAsync(string directory, params string[] args)
    {
        var ended = await Programs.RunAsync("git", args, directory);
        Assert.True(ended.ExitCode == 0, $"git {string.Join(' ', args)}: {ended.Errors}");
    }
}
