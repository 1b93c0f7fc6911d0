using Layercake.Engine.Applying;
using Layercake.Engine.Planning;

namespace Build.Deployments;

/// <summary>Tells the trace whose turn it is, and passes on what it hears.</summary>
internal sealed class TracedProgress(IApplyWatcher inner, AssetTrace trace) : IApplyWatcher
{
    public void Started(Change change)
    {
        trace.Begin(change.Asset);
        inner.Started(change);
    }

    public void Finished(ChangeOutcome outcome) => inner.Finished(outcome);

    public void Note(string text) => inner.Note(text);
}
