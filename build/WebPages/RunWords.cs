using Build.CommandLine;
using Build.Running;
using Layercake.Web.Runs;

namespace Build.WebPages;

/// <summary>The command line of each run of the page.</summary>
/// <param name="given">What was said to the Web target.</param>
internal sealed class RunWords(RunOptions web, HostArguments given)
{
    private const string PlanName = "release.plan";

    /// <summary>What was said to the Web target and holds for each of its runs.</summary>
    private static readonly string[] Passed = ["assets", "package", "params", "state", "cloud-file"];

    /// <summary>Where each run has a folder.</summary>
    public static string FolderIn(RunOptions web) => Path.Combine(web.CloudStateFolder, "web");

    /// <summary>What signs in to an environment and does nothing there.</summary>
    public IReadOnlyList<string> ForDescription(string environment) => [.. Common(environment), "--target=GetToken"];

    /// <param name="planId">Of the plan that is applied; null for other tasks.</param>
    public IReadOnlyList<string> Of(string id, RunRequest request, string? planId) =>
        [.. Common(request.Environment), $"--report={FolderOf(id)}", .. Task(id, request, planId)];

    private IEnumerable<string> Task(string id, RunRequest request, string? planId)
    {
        var select = request.Select.Select(pattern => $"--select={pattern}");
        string[] seal = [$"--plan-file={Path.Combine(FolderOf(id), "plan.json")}", $"--out={PlanOf(id)}"];
        return request.Task switch
        {
            RunTask.Compare => ["--target=Export", "--dryrun", .. select],
            RunTask.Export => ["--target=Export", .. select],
            RunTask.Validate => ["--target=Plan", .. seal, .. select],
            RunTask.FindDeleted => ["--target=Prune", .. seal, .. select],
            RunTask.Apply => ["--target=Deploy", $"--plan={PlanOf(request.Planned!)}", $"--plan-id={planId}", "--strict-plan"],
            _ => throw new ArgumentOutOfRangeException(nameof(request)),
        };
    }

    private IEnumerable<string> Common(string environment) =>
        given
            .Values.Where(value => Passed.Contains(value.Key.Name))
            .Select(value => $"{value.Key.Spelling}={value.Value}")
            .Concat(given.Each("var").Select(variable => $"--var={variable}"))
            .Append($"--env={environment}");

    private string PlanOf(string id) => Path.Combine(FolderOf(id), PlanName);

    private string FolderOf(string id) => Path.Combine(FolderIn(web), id);
}
