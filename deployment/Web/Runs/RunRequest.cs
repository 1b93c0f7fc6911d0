namespace Layercake.Web.Runs;

/// <summary>What a run is asked to do, and where.</summary>
public sealed record RunRequest
{
    public required RunTask Task { get; init; }

    public required string Environment { get; init; }

    /// <summary>Patterns of assets, as <c>jobs.nightly</c> or <c>clusters.*</c>; all when empty.</summary>
    public IReadOnlyList<string> Select { get; init; } = [];

    /// <summary>The run whose sealed plan is applied; null for other tasks.</summary>
    public string? Planned { get; init; }
}
