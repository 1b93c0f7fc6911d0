using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.Jobs;

/// <summary>Sends the same settings through each call that takes settings of a job.</summary>
internal sealed class JobCalls(SharedCloud shared)
{
    private static readonly string[] Writes = ["create", "reset", "update"];

    /// <summary>What jobs/create, reset, update and, with <paramref name="alsoSubmit"/>, runs/submit answer.</summary>
    public async Task<IReadOnlyList<Answer>> SendAsync(string settings, bool alsoSubmit)
    {
        var kept = (long)(await shared.PostedAsync("/api/2.2/jobs/create", """{ "name": "kept" }"""))["job_id"]!;
        var answers = new List<Answer>();
        foreach (var call in Writes)
        {
            var body = call == "create" ? settings : $$"""{ "job_id": {{kept}}, "new_settings": {{settings}} }""";
            answers.Add(await shared.PostAsync($"/api/2.2/jobs/{call}", body));
        }

        if (alsoSubmit)
            answers.Add(await shared.PostAsync("/api/2.2/jobs/runs/submit", settings));
        return answers;
    }

    /// <summary>The settings as they are read back after a create.</summary>
    public async Task<JObject> CreatedAsync(string settings)
    {
        var id = (await shared.PostedAsync("/api/2.2/jobs/create", settings))["job_id"];
        return (JObject)(await shared.Cloud.GetAsync($"/api/2.2/jobs/get?job_id={id}"))["settings"]!;
    }
}
