namespace Layercake.Engine.Exporting;

/// <summary>Names and ids of the workspace's objects of one kind, or why they could not be listed.</summary>
/// <param name="Failure">Why the kind could not be listed; null when it was.</param>
internal sealed record NameListing(string Kind, IReadOnlyList<(string Name, string Id)> Objects, string? Failure = null)
{
    /// <summary>The exporting identity may not see these objects. Their ids are exported as they are.</summary>
    public bool IsRefused { get; init; }
}
