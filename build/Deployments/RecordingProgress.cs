using System.Collections.Concurrent;
using Build.Record;
using Layercake.Engine.Applying;
using Layercake.Engine.Planning;

namespace Build.Deployments;

/// <summary>Tells the trace whose turn it is, keeps how each change ended, and passes on what it hears.</summary>
internal sealed class RecordingProgress(IApplyWatcher inner, RequestAssets trace, ConcurrentDictionary<string, ChangeOutcome> ended)
    : IApplyWatcher
{
    public void Started(Change change)
    {
        trace.Begin(change.Asset);
        inner.Started(change);
    }

    public void Finished(ChangeOutcome outcome)
    {
        ended[outcome.Change.Asset] = outcome;
        inner.Finished(outcome);
    }

    public void Note(string text) => inner.Note(text);
}
