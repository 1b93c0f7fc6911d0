using Layercake.Engine.Applying;
using Layercake.Engine.Planning;

namespace Build.Views;

/// <summary>One line for each change, in the plan's order whatever finishes first.</summary>
internal sealed class LineProgress(Plan plan, OutcomeView view) : IApplyWatcher
{
    private readonly Lock gate = new();
    private readonly Queue<string> next = new(plan.Writes.Select(change => change.Asset));
    private readonly Dictionary<string, ChangeOutcome> waiting = new(StringComparer.Ordinal);

    public void Started(Change change) { }

    public void Note(string text) => view.ShowMessage(text);

    public void Finished(ChangeOutcome outcome)
    {
        lock (gate)
        {
            // What failed only when it was read back has its line already, and what could not be looked at has no place in the order.
            if (!next.Contains(outcome.Change.Asset))
            {
                view.ShowChange(outcome);
                return;
            }

            waiting[outcome.Change.Asset] = outcome;
            while (next.TryPeek(out var asset) && waiting.Remove(asset, out var ready))
            {
                view.ShowChange(ready);
                next.Dequeue();
            }
        }
    }
}
