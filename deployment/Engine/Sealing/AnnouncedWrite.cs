namespace Layercake.Engine.Sealing;

/// <summary>What applying a plan may send about one asset.</summary>
/// <param name="Requests">The calls of which it consists, as method and path: <c>POST /api/2.2/jobs/reset</c>.</param>
/// <param name="Body">
/// Digest of the declaration as it is sent: ids as ids, what the plan itself makes by its name, secrets by their versions. Null for a
/// deletion and a stop.
/// </param>
/// <param name="IsConditional">Left out where the object is at work, or where nothing is to be stopped.</param>
public sealed record AnnouncedWrite(string Asset, IReadOnlyList<string> Requests, string? Body, bool IsConditional)
{
    /// <summary>It stops what the plan writes, or what an earlier deployment left running.</summary>
    public bool IsStop { get; init; }
}
