using Layercake.Engine.Applying;
using Layercake.Engine.Declarations;
using Layercake.Engine.Exporting;
using Layercake.Engine.Planning;

namespace Layercake.Sweeping;

/// <summary>How a run ended.</summary>
public sealed record RunResult
{
    public required Target Target { get; init; }

    public PlannedDeployment? Planned { get; init; }

    /// <summary>Null when it ended before anything was carried out.</summary>
    public Outcome? Outcome { get; init; }

    public ExportResult? Exported { get; init; }

    /// <summary>An unlock found a lease.</summary>
    public bool Broke { get; init; }

    /// <summary>Why it ended without an outcome; null when it did not.</summary>
    public string? Error { get; init; }

    public IReadOnlyList<string> Requests { get; init; } = [];

    /// <summary>By the injected clock.</summary>
    public TimeSpan Took { get; init; }

    public bool IsDead { get; init; }

    public IEnumerable<string> Writes => Requests.Where(request => !request.StartsWith("GET ", StringComparison.Ordinal));

    /// <summary>Everything that keeps it from being a success.</summary>
    public IReadOnlyList<string> Complaints =>
        [
            .. Error is null ? Array.Empty<string>() : [Error],
            .. Outcome?.Failures ?? [],
            .. Outcome
                ?.Changes.Where(change => change.Status != ChangeStatus.Done)
                .Select(change => change.Message ?? $"{change.Change.Asset}: {change.Status}")
                ?? [],
            .. Exported?.Findings.Where(finding => finding.Severity == Severity.Error).Select(finding => finding.ToString()) ?? [],
            .. Outcome is { Cancelled: true } ? ["It was cancelled."] : Array.Empty<string>(),
        ];
}
