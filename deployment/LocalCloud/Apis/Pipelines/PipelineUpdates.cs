using Layercake.LocalCloud.Apis.Objects;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Pipelines;

/// <summary>The runs of pipelines. Nothing is computed: a run goes through its states by time and completes.</summary>
internal sealed class PipelineUpdates(CloudState state)
{
    private const int StartsAfter = 300;
    private const int CompletesAfter = 1500;
    private const string Continuous = "continuous";

    private readonly ObjectTable updates = new(state, "pipeline-updates");

    /// <summary>The latest first.</summary>
    public IReadOnlyList<StoredObject> Of(string pipeline) =>
        [.. updates.All().Where(update => (string?)update.Spec["pipeline_id"] == pipeline).Reverse()];

    public bool IsActive(string pipeline) => Of(pipeline).Any(update => StateOf(update) is "QUEUED" or "RUNNING");

    public StoredObject Start(string pipeline, JObject options, Principal caller)
    {
        lock (updates.Gate)
        {
            if (IsActive(pipeline))
                throw ApiError.Of(409, "RESOURCE_CONFLICT", $"An active update already exists for pipeline {pipeline}.");

            return updates.Add(NewIds.Uuid(), new JObject(options) { ["pipeline_id"] = pipeline }, caller);
        }
    }

    /// <summary>The run of a continuous pipeline, which goes on until it is stopped.</summary>
    public void StartContinuous(string pipeline, Principal caller)
    {
        lock (updates.Gate)
            updates.Add(
                NewIds.Uuid(),
                new JObject { ["pipeline_id"] = pipeline },
                caller,
                new JObject { [Continuous] = true }
            );
    }

    /// <summary>Ends what runs; fine when nothing does.</summary>
    public void Stop(string pipeline)
    {
        lock (updates.Gate)
            foreach (var update in Of(pipeline).Where(update => StateOf(update) is "QUEUED" or "RUNNING"))
                updates.Put(update.WithFact("canceled", true));
    }

    public void Forget(string pipeline)
    {
        foreach (var update in Of(pipeline))
            updates.Remove(update.Id);
    }

    public JObject View(StoredObject update) =>
        new(update.Spec)
        {
            ["update_id"] = update.Id,
            ["state"] = StateOf(update),
            ["creation_time"] = update.CreatedAt,
            ["cause"] = update.Spec["cause"] ?? "API_CALL",
        };

    /// <summary>As a pipeline lists its latest.</summary>
    public JObject Line(StoredObject update) =>
        new()
        {
            ["update_id"] = update.Id,
            ["state"] = StateOf(update),
            ["creation_time"] = Timestamps.Iso(update.CreatedAt),
        };

    private string StateOf(StoredObject update) =>
        update.Facts["canceled"] is not null
            ? "CANCELED"
            : (state.Now - update.CreatedAt) switch
            {
                < StartsAfter => "QUEUED",
                < CompletesAfter => "RUNNING",
                _ when update.Facts[Continuous] is not null => "RUNNING",
                _ => "COMPLETED",
            };
}
