using Layercake.Engine.Kinds.Model;

namespace Layercake.Engine.Planning;

/// <summary>What the workspace holds of the kinds that were asked for.</summary>
/// <param name="Live">By kind.</param>
/// <param name="Refused">By kind, what the workspace said instead of listing objects that are only named.</param>
internal sealed record Listings(IReadOnlyDictionary<string, IReadOnlyList<LiveAsset>> Live, IReadOnlyDictionary<string, string> Refused)
{
    /// <summary>Before any workspace was asked.</summary>
    public static Listings None { get; } = new(new Dictionary<string, IReadOnlyList<LiveAsset>>(), new Dictionary<string, string>());
}
