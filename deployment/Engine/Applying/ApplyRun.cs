using System.Collections.Concurrent;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Planning;

namespace Layercake.Engine.Applying;

/// <summary>A running deployment: its plan, and what it has done so far.</summary>
internal sealed record ApplyRun(PlannedDeployment Planned, ApplyOptions Options, ManifestRecorder Recorder, IdResolver Ids)
{
    public ConcurrentDictionary<string, WrittenAsset> Written { get; } = new(StringComparer.Ordinal);

    /// <summary>The ids of stubs, by asset.</summary>
    public ConcurrentDictionary<string, string> Stubs { get; } = new(StringComparer.Ordinal);

    /// <summary>Assets of which a write was sent and not refused.</summary>
    public ConcurrentDictionary<string, bool> Begun { get; } = new(StringComparer.Ordinal);

    public ConcurrentBag<string> Stopped { get; } = [];

    public ConcurrentBag<string> Warnings { get; } = [];

    public ConcurrentBag<string> Failures { get; } = [];
}
