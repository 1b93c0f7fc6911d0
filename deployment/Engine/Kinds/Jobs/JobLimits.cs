using System.Text;
using Layercake.Engine.Kinds.Checks;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Jobs;

/// <summary>Checks the sizes that the service documents for a job.</summary>
internal sealed class JobLimits(CheckReport report)
{
    private static readonly (string List, int Most)[] Lists = [("tasks", 1000), ("job_clusters", 100), ("environment_variables", 10)];

    private const int MostTags = 25;
    private const int MostBytesOfName = 4096;
    private const int MostLettersOfDescription = 27_700;
    private const int MostRuns = 1000;
    private const int MostWebhooks = 3;

    public void Check(JObject job)
    {
        foreach (var (list, most) in Lists)
            if (job.List(list) is { } entries && entries.Count > most)
                report.Error(
                    "JOB013",
                    entries,
                    $"the job has {entries.Count} {list}; the service takes {most}. Divide it into several jobs."
                );

        if (job.Object("tags") is { Count: > MostTags } tags)
            report.Error("JOB013", tags, $"the job has {tags.Count} tags; the service takes {MostTags}.");
        if (job.Text("name") is { } name && Encoding.UTF8.GetByteCount(name) > MostBytesOfName)
            report.Error(
                "JOB013",
                job["name"]!,
                $"the name has {Encoding.UTF8.GetByteCount(name)} bytes; the service takes {MostBytesOfName}."
            );
        if (job.Text("description") is { Length: > MostLettersOfDescription } description)
            report.Error(
                "JOB013",
                job["description"]!,
                $"the description has {description.Length} letters; the service takes {MostLettersOfDescription}."
            );
        if (job.Number("max_concurrent_runs") is < 0 or > MostRuns)
            report.Error("JOB013", job["max_concurrent_runs"]!, $"max_concurrent_runs is not 0 to {MostRuns}.");

        Webhooks(job);
        foreach (var task in job.Objects("tasks"))
            Webhooks(task);
    }

    private void Webhooks(JObject owner)
    {
        foreach (
            var list in owner.Object("webhook_notifications")?.PropertyValues().OfType<JArray>().Where(list => list.Count > MostWebhooks)
                ?? []
        )
            report.Error("JOB013", list, $"{list.Path} has {list.Count} webhooks; the service takes {MostWebhooks} for one event.");
    }
}
