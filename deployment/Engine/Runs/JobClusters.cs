using System.Text;
using Layercake.Engine.Declarations;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Runs;

/// <summary>Reads the new cluster of a one-time run: a file as in <c>clusters/</c>, or JSON.</summary>
public static class JobClusters
{
    /// <summary>Fields of all-purpose clusters that the service refuses for a new cluster of a run.</summary>
    private static readonly string[] NotForRuns = ["cluster_name", "autotermination_minutes", "is_pinned"];

    private const string Option = "--job-cluster";

    /// <param name="text">JSON when it begins with a brace, otherwise a path.</param>
    /// <param name="pathOf">Makes a path absolute.</param>
    /// <param name="declarations">The declared clusters, with init scripts as workspace paths.</param>
    /// <returns>Null, and findings, when it cannot be used.</returns>
    public static JObject? Read(
        string text,
        Func<string, string> pathOf,
        IEnumerable<Declaration> declarations,
        ICollection<Finding> findings
    )
    {
        var found = new List<Finding>();
        var isJson = text.TrimStart().StartsWith('{');
        var cluster = isJson
            ? JsonText.Parse(Encoding.UTF8.GetBytes(text), Option, found)
            : FromFile(text, pathOf(text), declarations, found);
        if (cluster is not null)
            Check(cluster, isJson ? Option : text, found);

        foreach (var finding in found)
            findings.Add(finding);
        foreach (var name in NotForRuns)
            cluster?.Remove(name);

        return found.Count == 0 ? cluster : null;
    }

    private static JObject? FromFile(string text, string path, IEnumerable<Declaration> declarations, List<Finding> found)
    {
        if (declarations.FirstOrDefault(declaration => declaration.Kind == "clusters" && declaration.FullPath == path) is { } declared)
            return (JObject)declared.Content.DeepClone();
        if (File.Exists(path))
            return JsonText.Load(path, text, found, mayBePipe: true);

        found.Add(Wrong(null, $"{Option}={text}: there is no such file. Give a file as in clusters/, or the JSON itself."));
        return null;
    }

    private static void Check(JObject cluster, string file, List<Finding> found)
    {
        var texts = cluster.Descendants().OfType<JValue>().Where(value => value.Type == JTokenType.String).ToList();
        if (texts.Find(text => ((string)text.Value!).Contains("${secret.", StringComparison.Ordinal)) is { } secret)
            found.Add(
                Wrong(
                    file,
                    $"{secret.Path} names a secret of the vault, which is put in only for clusters and jobs that are deployed. "
                        + $"Deploy the cluster and name it with --cluster.",
                    secret
                )
            );
        if (texts.Find(text => text.Parent?.Parent is JProperty { Name: "init_scripts" }) is { } script)
            found.Add(
                Wrong(
                    file,
                    $"{script.Path} is a name below init-scripts/, which stands for a place only in the clusters/ of this "
                        + $"repository. Write the place: {{ \"workspace\": {{ \"destination\": \"…\" }} }}.",
                    script
                )
            );
    }

    private static Finding Wrong(string? file, string message, JToken? at = null)
    {
        var (line, column) = JsonPositions.Of(at);
        return new Finding
        {
            Severity = Severity.Error,
            Code = "RUN006",
            File = file,
            Line = line,
            Column = column,
            Message = message,
        };
    }
}
