namespace Layercake.Engine.Kinds.Model;

/// <summary>A kind whose objects may be at work, and are then not pruned.</summary>
internal interface IBusy
{
    /// <summary>Why the object is busy, as a clause: <c>it is running</c>; null when it may be deleted.</summary>
    Task<string?> BusyAsync(string id, CancellationToken ct);
}
