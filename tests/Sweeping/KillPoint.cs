namespace Layercake.Sweeping;

/// <summary>Where a run is killed.</summary>
/// <param name="Request">The number of the request, counted from 1.</param>
/// <param name="Handled">Whether the service has done what that request asks for; its answer never arrives.</param>
public sealed record KillPoint(int Request, bool Handled)
{
    /// <summary>Before and after each of so many requests.</summary>
    public static IEnumerable<KillPoint> All(int requests) =>
        Enumerable
            .Range(1, requests)
            .SelectMany(request => new[] { new KillPoint(request, Handled: false), new KillPoint(request, Handled: true) });

    public override string ToString() => $"{(Handled ? "after" : "before")} request {Request}";
}
