using Newtonsoft.Json.Linq;
using static Layercake.Rest.Apis.AnswerField;

namespace Layercake.Rest.Apis;

/// <summary>The Pipelines API.</summary>
public sealed class PipelinesApi(WorkspaceClient workspace)
{
    private const string Root = "/api/2.0/pipelines";

    private static readonly AnswerShape Listed = new(Text("pipeline_id").Needed, Text("name"), Text("creator_user_name"));

    /// <summary>Id, name and state of each; <see cref="GetAsync"/> has the specification.</summary>
    public IAsyncEnumerable<JObject> ListAsync(CancellationToken ct) =>
        workspace.ItemsAsync(
            "statuses",
            "pipeline_id",
            Listed,
            token => WorkspaceRequest.Get(Root, ("max_results", "100"), ("page_token", token)),
            ct
        );

    /// <summary>The pipeline, with its specification under <c>spec</c>.</summary>
    public Task<JObject> GetAsync(string id, CancellationToken ct) => workspace.SendAsync(WorkspaceRequest.Get(At(id)), ct);

    /// <summary>
    /// Not repeated after a failure that leaves the outcome open: with <c>allow_duplicate_names</c> that would make a second pipeline.
    /// </summary>
    /// <returns>The pipeline's id.</returns>
    public Task<string> CreateAsync(JObject spec, CancellationToken ct) =>
        workspace.CreateAsync(WorkspaceRequest.Post(Root, spec, RepeatSafety.Unsafe), "pipeline_id", ct);

    /// <summary>Replaces the whole specification.</summary>
    public Task EditAsync(string id, JObject spec, CancellationToken ct) => workspace.SendAsync(WorkspaceRequest.Put(At(id), spec), ct);

    public Task DeleteAsync(string id, CancellationToken ct) => workspace.SendAsync(WorkspaceRequest.Delete(At(id)), ct);

    private static string At(string id) => $"{Root}/{Uri.EscapeDataString(id)}";
}
