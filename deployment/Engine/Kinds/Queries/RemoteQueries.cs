using Layercake.Engine.Kinds.Content;
using Layercake.Engine.Kinds.Model;
using Layercake.Rest;
using Layercake.Rest.Apis;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Queries;

/// <summary>The SQL queries of a workspace.</summary>
internal sealed class RemoteQueries(QueryKind kind, QueriesApi queries, WorkspaceApi workspace)
    : RemoteContent(kind, workspace),
        IUpdatable
{
    public override WriteCalls Calls { get; } =
        new()
        {
            Create = WriteCall.List("POST /api/2.0/sql/queries", "PATCH /api/2.0/sql/queries/{id}"),
            Update = WriteCall.List("PATCH /api/2.0/sql/queries/{id}"),
            Delete = WriteCall.List("DELETE /api/2.0/sql/queries/{id}"),
            Folders = WriteCall.List("POST /api/2.0/workspace/mkdirs"),
        };

    /// <remarks>Whoever makes a query owns it; the call takes no other owner.</remarks>
    public override async Task<string> CreateAsync(AssetWrite write, CancellationToken ct)
    {
        var spec = Sendable(write.Wanted);
        var owner = spec[QuerySchema.Owner];
        spec.Remove(QuerySchema.Owner);
        var id = await queries.CreateAsync(spec, ct);
        if (owner is not null)
            await SetOwnerAsync(id, owner, ct);

        return id;
    }

    /// <exception cref="WorkspaceApiException">The query is there, so this is never a refusal of its creation.</exception>
    private async Task SetOwnerAsync(string id, JToken owner, CancellationToken ct)
    {
        try
        {
            await queries.UpdateAsync(id, new JObject { [QuerySchema.Owner] = owner }, [QuerySchema.Owner], ct);
        }
        catch (WorkspaceApiException e) when (!e.OutcomeUnknown)
        {
            throw new WorkspaceApiException($"The query was made, and did not get its owner: {e.Message}", e)
            {
                Method = e.Method,
                Path = e.Path,
                Status = e.Status,
                ErrorCode = e.ErrorCode,
                ServiceMessage = e.ServiceMessage,
                OutcomeUnknown = true,
            };
        }
    }

    public Task UpdateAsync(AssetWrite write, CancellationToken ct)
    {
        var (fields, mask) = Masked(write);
        return queries.UpdateAsync(write.Id!, fields, mask, ct);
    }

    public override Task DeleteAsync(string id, CancellationToken ct) => queries.DeleteAsync(id, ct);

    protected override IAsyncEnumerable<JObject> ListAsync(CancellationToken ct) => queries.ListAsync(ct);

    protected override Task<JObject> GetAsync(string id, CancellationToken ct) => queries.GetAsync(id, ct);

    protected override LiveAsset Live(JObject answer) =>
        new()
        {
            Name = (string?)answer["display_name"] ?? "",
            Id = (string)answer["id"]!,
            State = Sendable(answer),
            Creator = (string?)answer[QuerySchema.Owner],
            EditedBy = (string?)answer["last_modifier_user_name"],
        };
}
