namespace Layercake.Engine.Exporting;

/// <summary>What the workspace's objects of one kind are called, or why nobody knows.</summary>
/// <param name="Why">What the workspace said instead of a listing; null when it gave one.</param>
internal sealed record NameListing(string Kind, IReadOnlyList<(string Name, string Id)> Objects, string? Why = null)
{
    /// <summary>The identity may export and yet not see these: their ids are kept as they are.</summary>
    public bool IsRefused { get; init; }
}
