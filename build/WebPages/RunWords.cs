using System.Globalization;
using Build.CommandLine;
using Build.Running;
using Layercake.Web.Runs;

namespace Build.WebPages;

/// <summary>The command line of each run of the page.</summary>
/// <param name="given">What was said to the Web target.</param>
internal sealed class RunWords(RunOptions web, HostArguments given, WebSettings settings)
{
    private const string PlanName = "release.plan";

    /// <summary>Paths that were given to the Web target and hold for each of its runs.</summary>
    private static readonly string[] Paths = ["package", "params", "state", "cloud-file"];

    /// <summary>Where each run has a folder.</summary>
    public static string FolderIn(RunOptions web) => Path.Combine(web.CloudStateFolder, "web");

    /// <summary>What signs in to an environment and does nothing there.</summary>
    public IReadOnlyList<string> ForDescription(string environment) => [.. Common(environment), .. Declarations(), "--target=GetToken"];

    /// <param name="planId">Of the plan that is applied; null for other tasks.</param>
    public IReadOnlyList<string> Of(string id, RunRequest request, string? planId) =>
        [.. Common(request.Environment), $"--report={FolderOf(id)}", .. Task(id, request, planId)];

    private IEnumerable<string> Task(string id, RunRequest request, string? planId)
    {
        string[] declared = [.. Declarations(), .. request.Select.Select(pattern => $"--select={pattern}")];
        string[] limit = request.PruneLimit is { } most ? [string.Create(CultureInfo.InvariantCulture, $"--prune-limit={most}")] : [];
        string[] seal = [$"--plan-file={Path.Combine(FolderOf(id), "plan.json")}", $"--out={PlanOf(id)}", .. limit];
        return request.Task switch
        {
            RunTask.Compare => ["--target=Export", "--dryrun", .. declared],
            RunTask.Export => ["--target=Export", .. declared],
            RunTask.Validate => ["--target=Plan", .. seal, .. declared, .. request.WithNeeded ? ["--with-needed"] : Array.Empty<string>()],
            RunTask.FindDeleted => ["--target=Prune", .. seal, .. declared],
            RunTask.Apply => ["--target=Deploy", $"--plan={PlanOf(request.Planned!)}", $"--plan-id={planId}", "--strict-plan", .. limit],
            _ => throw new ArgumentOutOfRangeException(nameof(request)),
        };
    }

    /// <remarks>Relative paths are those of where the user stood, which a run may not share.</remarks>
    private IEnumerable<string> Common(string environment) =>
        given
            .Values.Where(value => Paths.Contains(value.Key.Name))
            .Select(value => $"{value.Key.Spelling}={web.Folders.FromStart(value.Value)}")
            .Append($"--env={environment}")
            .Concat(settings.WordsFor(environment));

    /// <summary>What a sealed plan holds, and everything else reads.</summary>
    private IEnumerable<string> Declarations() =>
        given.Each("var").Select(variable => $"--var={variable}").Concat(web.Package is null ? [$"--assets={web.AssetsFolder}"] : []);

    private string PlanOf(string id) => Path.Combine(FolderOf(id), PlanName);

    private string FolderOf(string id) => Path.Combine(FolderIn(web), id);
}
