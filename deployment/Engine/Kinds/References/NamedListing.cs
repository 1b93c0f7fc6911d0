using Layercake.Engine.Kinds.Model;
using Layercake.Rest;

namespace Layercake.Engine.Kinds.References;

/// <summary>Objects that can be named and are not deployed, as a workspace lists them.</summary>
/// <param name="Live">Null where they may not be listed.</param>
/// <param name="Refusal">What the workspace said then.</param>
internal sealed record NamedListing(IReadOnlyList<LiveAsset>? Live, WorkspaceApiException? Refusal)
{
    /// <summary>Whether the workspace has no such objects at all, since it has no API for them.</summary>
    public bool HasNoApi => Refusal?.Status == NamedObjects.NoApi;
}
