using System.Globalization;
using Build.CommandLine;
using Layercake.Engine.Declarations;
using Layercake.Engine.Runs;
using Newtonsoft.Json.Linq;

namespace Build.Running;

/// <summary>
/// What the command line says about runs in the workspace, and what is wrong with that as far as it shows without asking anybody.
/// </summary>
internal sealed class RunInputs(HostArguments arguments, HostFolders folders)
{
    /// <summary>Paths or patterns, as they were written.</summary>
    public IReadOnlyList<string> Notebooks => arguments.Each("notebook");

    public IReadOnlyDictionary<string, string> Parameters => RunParameters.Read(arguments.Each("parameters"), "--parameters", []);

    public string? Cluster => arguments["cluster"];

    public string? Job => arguments["job"];

    /// <summary>Zero when none was given.</summary>
    public TimeSpan Timeout => TimeSpan.FromSeconds(int.Parse(arguments["run-timeout"] ?? "0", CultureInfo.InvariantCulture));

    public string TestResults =>
        arguments["test-results"] is { } path ? folders.FromStart(path) : Path.Combine(folders.Root, "artifacts", "run-results.xml");

    /// <summary>Null when pages are not to be saved.</summary>
    public string? ExportFolder => arguments["export"] is { } path ? folders.FromStart(path) : null;

    /// <summary>Something is to be run in the workspace.</summary>
    public bool IsAsked => RunsNotebook || TestsNotebooks || RunsJob;

    private bool RunsNotebook => arguments.Targets.Contains("RunNotebook");

    private bool TestsNotebooks => arguments.Targets.Contains("TestNotebooks");

    private bool RunsJob => arguments.Targets.Contains("RunJob");

    /// <summary>The declaration of a cluster for each run; null when none was given.</summary>
    public JObject? JobCluster(IEnumerable<Declaration> declarations, ICollection<Finding> findings) =>
        arguments["job-cluster"] is { } text ? JobClusters.Read(text, folders.FromStart, declarations, findings) : null;

    /// <summary>The notebooks to test; those of <c>notebooks/tests/</c> when none were named.</summary>
    public IReadOnlyList<Declaration> Tests(IEnumerable<Declaration> declarations, ICollection<Finding> findings) =>
        new NotebookNames(declarations).Matching(Notebooks.Count > 0 ? Notebooks : [NotebookNames.Tests], findings);

    /// <param name="declarations">What Git declares.</param>
    public void Check(IReadOnlyList<Declaration> declarations, ICollection<Finding> findings)
    {
        if (!IsAsked)
            return;

        RunParameters.Read(arguments.Each("parameters"), "--parameters", findings);
        JobCluster(declarations, findings);
        CheckOptions(findings);
        if (RunsNotebook && Notebooks is [var path] && !NotebookNames.IsInWorkspace(path))
            new NotebookNames(declarations).Find(path, findings);
        if (TestsNotebooks)
            Tests(declarations, findings);
    }

    private void CheckOptions(ICollection<Finding> findings)
    {
        if (RunsNotebook && Notebooks.Count != 1)
            findings.Add(
                Wrong(
                    Notebooks.Count == 0
                        ? "RunNotebook needs to know which notebook: --notebook=PATH."
                        : "RunNotebook runs one notebook. Give --notebook once, or use --target=TestNotebooks for several."
                )
            );
        if (RunsJob && Job is null)
            findings.Add(Wrong("RunJob needs to know which job: --job=NAME."));
        if (Cluster is not null && arguments.Has("job-cluster"))
            findings.Add(
                Wrong("--cluster and --job-cluster both say what notebooks run on. Give one of them, or neither for serverless compute.")
            );
        if (
            arguments["run-timeout"] is { } seconds
            && !(int.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
        )
            findings.Add(Wrong($"--run-timeout={seconds} is no number of seconds. Give a whole number from 1."));
    }

    private static Finding Wrong(string message) =>
        new()
        {
            Severity = Severity.Error,
            Code = "RUN005",
            Message = message,
        };
}
