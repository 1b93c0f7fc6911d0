using Layercake.Engine.Kinds.Model;
using Layercake.Rest;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.References;

/// <summary>
/// Objects that declarations may refer to and that are not deployed here. Known are name, id, creator, and what they refer to.
/// </summary>
/// <param name="kind">One of the names in <see cref="AssetReferences.Targets"/>.</param>
internal sealed class NamedObjects(
    string kind,
    Func<CancellationToken, IAsyncEnumerable<JObject>> list,
    string idField,
    string nameField,
    string? creatorField = null
)
{
    /// <summary>What a workspace answers to a listing that it has not.</summary>
    public const int NoApi = 404;

    private readonly bool refersToOthers = AssetReferences.From(kind).Any();

    public string Kind { get; } = kind;

    /// <summary>The objects, or why they may not be listed: the identity may not see them, or the workspace has no such API.</summary>
    public async Task<NamedListing> TryListAsync(CancellationToken ct)
    {
        try
        {
            return new NamedListing(await ListAsync(ct), null);
        }
        catch (WorkspaceApiException e) when (e.IsForbidden || e.Status == NoApi)
        {
            return new NamedListing(null, e);
        }
    }

    private async Task<IReadOnlyList<LiveAsset>> ListAsync(CancellationToken ct)
    {
        var found = new List<LiveAsset>();
        await foreach (var listed in list(ct))
            if ((string?)listed[idField] is { } id)
                found.Add(
                    new LiveAsset
                    {
                        Id = id,
                        Name = (string?)listed[nameField] ?? "",
                        State = refersToOthers ? listed : [],
                        Creator = creatorField is null ? null : (string?)listed[creatorField],
                    }
                );

        return found;
    }
}
