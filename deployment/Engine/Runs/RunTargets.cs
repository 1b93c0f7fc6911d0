using System.Globalization;
using Layercake.Engine.Declarations;
using Layercake.Rest;
using Layercake.Rest.Apis;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Runs;

/// <summary>Finds notebooks, clusters and jobs in the workspace by their names.</summary>
public sealed class RunTargets(WorkspaceClient client)
{
    /// <returns>Null, and a finding, when there is no or more than one cluster of that name.</returns>
    public async Task<string?> FindClusterAsync(string name, ICollection<Finding> findings, CancellationToken ct)
    {
        var clusters = await new ClustersApi(client)
            .ListAsync(ct)
            .Select(cluster => ((string?)cluster["cluster_name"] ?? "", (string?)cluster["cluster_id"] ?? ""))
            .ToListAsync(ct);
        return Only(clusters, name, "--cluster", "cluster", "RUN002", findings);
    }

    /// <inheritdoc cref="FindClusterAsync"/>
    public async Task<JObject?> FindJobAsync(string name, ICollection<Finding> findings, CancellationToken ct)
    {
        var jobs = new JobsApi(client);
        var named = await jobs.ListAsync(name, ct).Where(job => NameOf(job) == name).ToListAsync(ct);
        if (named is [var only])
            return only;

        // The service's filter ignores case, so names are compared again here; without a match, a suggestion needs all names.
        var all = named.Count > 0 ? named : await jobs.ListAsync(null, ct).ToListAsync(ct);
        Only(
            [.. all.Select(job => (NameOf(job), ((long?)job["job_id"] ?? 0).ToString(CultureInfo.InvariantCulture)))],
            name,
            "--job",
            "job",
            "RUN004",
            findings
        );
        return null;
    }

    /// <summary>Adds a finding for a place where the workspace has no notebook.</summary>
    public async Task CheckNotebookAsync(string path, ICollection<Finding> findings, CancellationToken ct)
    {
        try
        {
            var status = await new WorkspaceApi(client).GetStatusAsync(path, ct);
            if ((string?)status["object_type"] != "NOTEBOOK")
                findings.Add(
                    Wrong(
                        "RUN001",
                        $"{path} is no notebook in the workspace, but a "
                            + $"{((string?)status["object_type"] ?? "?").ToLowerInvariant()}. Name a notebook."
                    )
                );
        }
        catch (WorkspaceApiException e) when (e.IsMissing)
        {
            findings.Add(
                Wrong(
                    "RUN001",
                    $"The workspace has no notebook {path}. Deploy it first with --target=DeployNotebooks, or correct the path."
                )
            );
        }
    }

    private static string? Only(
        IReadOnlyList<(string Name, string Id)> all,
        string name,
        string option,
        string noun,
        string code,
        ICollection<Finding> findings
    )
    {
        var named = all.Where(entry => entry.Name == name).ToList();
        if (named is [var only])
            return only.Id;

        var names = all.Select(entry => entry.Name).Distinct().Order(StringComparer.Ordinal).ToList();
        findings.Add(
            Wrong(
                code,
                named.Count == 0
                    ? $"{option}={name}: the workspace has no {noun} of that name."
                        + $"{NameSuggestion.Suggest(name, names)} {Known(names, noun)}"
                    : $"{option}={name}: the workspace has {named.Count} {noun}s of that name: "
                        + $"{string.Join(", ", named.Select(entry => entry.Id))}. Rename or delete all but one."
            )
        );
        return null;
    }

    private static string Known(IReadOnlyList<string> names, string noun) =>
        names.Count == 0
            ? $"It has no {noun}s at all."
            : $"Known {noun}s: {string.Join(", ", names.Take(10))}{(names.Count > 10 ? ", …" : "")}.";

    private static string NameOf(JObject job) => (string?)job.SelectToken("settings.name") ?? "";

    private static Finding Wrong(string code, string message) =>
        new()
        {
            Severity = Severity.Error,
            Code = code,
            Message = message,
        };
}
