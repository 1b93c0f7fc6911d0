using Layercake.Engine.Declarations;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Runs;

/// <summary>Reads what a one-time run's own cluster is: a file as in <c>clusters/</c>, or the JSON itself.</summary>
public static class JobClusters
{
    /// <summary>Fields of all-purpose clusters that the service refuses of those that live for one run.</summary>
    private static readonly string[] NotForRuns = ["cluster_name", "autotermination_minutes", "is_pinned"];

    /// <param name="text">JSON when it begins with a brace, otherwise a path.</param>
    /// <param name="pathOf">Makes a path absolute.</param>
    /// <returns>Null, and findings, when it cannot be used.</returns>
    public static JObject? Read(string text, Func<string, string> pathOf, ICollection<Finding> findings)
    {
        const string option = "--job-cluster";
        var found = new List<Finding>();
        var isJson = text.TrimStart().StartsWith('{');
        var cluster = isJson ? JsonText.Parse(System.Text.Encoding.UTF8.GetBytes(text), option, found)
            : File.Exists(pathOf(text)) ? JsonText.Load(pathOf(text), text, found)
            : null;
        if (!isJson && cluster is null && found.Count == 0)
            found.Add(Wrong(null, $"{option}={text}: there is no such file. Give a file as in clusters/, or the JSON itself."));

        if (cluster is not null && cluster.Descendants().OfType<JValue>().FirstOrDefault(value => value.Type == JTokenType.String && ((string)value!).Contains("${secret.", StringComparison.Ordinal)) is { } secret)
            found.Add(Wrong(isJson ? option : text, $"{secret.Path} names a secret of the vault, which is put in only for clusters and jobs that are deployed. Deploy the cluster and name it with --cluster.", secret));

        foreach (var finding in found)
            findings.Add(finding);
        foreach (var name in NotForRuns)
            cluster?.Remove(name);

        return found.Count == 0 ? cluster : null;
    }

    private static Finding Wrong(string? file, string message, JToken? at = null)
    {
        var (line, column) = JsonPositions.Of(at);
        return new Finding { Severity = Severity.Error, Code = "RUN006", File = file, Line = line, Column = column, Message = message };
    }
}
