using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Checks;
using Layercake.Engine.Kinds.ClusterPolicies;
using Layercake.Engine.Kinds.References;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Loading;

/// <summary>The settings of a cluster somewhere in a declaration.</summary>
/// <param name="Place">As paths of plans name it: <c>job_clusters[main].new_cluster</c>; empty where it is the whole document.</param>
/// <param name="Settings">With names of objects in their short form.</param>
/// <param name="Use">One of <see cref="ClusterUse"/>.</param>
internal sealed record DeclaredCluster(Declaration Of, string Place, JObject Settings, string Use)
{
    private const string New = "new_cluster";

    /// <summary>The policy that it names; null when it names none.</summary>
    public string? Policy => Settings.Text("policy_id") is { Length: > 0 } name ? name : null;

    public static IEnumerable<DeclaredCluster> In(Declaration declaration)
    {
        var content = AssetReferences.Translate(declaration.Kind, declaration.Content, reference => reference.Value);
        return declaration.Kind switch
        {
            "clusters" => [new DeclaredCluster(declaration, "", content, ClusterUse.AllPurpose)],
            "jobs" => InJob(content).Select(found => new DeclaredCluster(declaration, found.Place, found.Settings, ClusterUse.Job)),
            "pipelines" => content
                .Objects("clusters")
                .Select(cluster => new DeclaredCluster(declaration, Entry("clusters", cluster, "label"), cluster, ClusterUse.Pipeline)),
            _ => [],
        };
    }

    /// <summary>The path of an attribute in the declaration, as plans name it.</summary>
    public string PathOf(IReadOnlyList<string> steps) =>
        steps.Aggregate(
            Place,
            (path, step) =>
                !step.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-') ? $"{path}['{step}']"
                : path.Length == 0 ? step
                : $"{path}.{step}"
        );

    private static IEnumerable<(string Place, JObject Settings)> InJob(JObject job)
    {
        if (job.Object(New) is { } own)
            yield return (New, own);
        foreach (var shared in job.Objects("job_clusters"))
            if (shared.Object(New) is { } settings)
                yield return ($"{Entry("job_clusters", shared, "job_cluster_key")}.{New}", settings);
        foreach (var task in job.Objects("tasks"))
        {
            var place = Entry("tasks", task, "task_key");
            if (task.Object(New) is { } settings)
                yield return ($"{place}.{New}", settings);
            if (task.Object("for_each_task")?.Object("task")?.Object(New) is { } inner)
                yield return ($"{place}.for_each_task.task.{New}", inner);
        }
    }

    private static string Entry(string list, JObject entry, string key) => $"{list}[{entry.Text(key)}]";
}
