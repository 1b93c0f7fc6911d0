using System.Collections.Concurrent;
using Build.Record;
using Layercake.Engine.Applying;
using Layercake.Engine.Planning;

namespace Build.Deployments;

/// <summary>Keeps which asset the requests are about and how each change ended, and passes every event on.</summary>
internal sealed class RecordingProgress(
    IApplyWatcher inner,
    RunProgress progress,
    RequestAssets requestAssets,
    ConcurrentDictionary<string, ChangeOutcome> ended
) : IApplyWatcher
{
    public void Started(Change change)
    {
        requestAssets.Begin(change.Asset);
        progress.Started(change.Asset);
        inner.Started(change);
    }

    public void Finished(ChangeOutcome outcome)
    {
        ended[outcome.Change.Asset] = outcome;
        progress.Finished(outcome);
        inner.Finished(outcome);
    }

    public void Note(string text) => inner.Note(text);
}
