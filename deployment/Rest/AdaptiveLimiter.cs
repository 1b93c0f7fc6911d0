namespace Layercake.Rest;

/// <summary>
/// Bounds the requests in flight: half as many after a 429, one more after each round of successes, never above the given number.
/// </summary>
public sealed class AdaptiveLimiter(int most)
{
    private readonly Lock gate = new();
    private readonly LinkedList<TaskCompletionSource<Slot>> waiting = new();
    private int limit = Math.Max(1, most);
    private int inFlight;
    private int successes;
    private long era;

    public int Limit
    {
        get
        {
            lock (gate)
                return limit;
        }
    }

    /// <summary>Waits, first come first served, for a slot; give it back with <see cref="Leave"/>.</summary>
    public async ValueTask<Slot> EnterAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        LinkedListNode<TaskCompletionSource<Slot>> node;
        lock (gate)
        {
            if (inFlight < limit && waiting.Count == 0)
            {
                inFlight++;
                return new Slot(era);
            }

            node = waiting.AddLast(new TaskCompletionSource<Slot>(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        using var registration = ct.Register(() => GiveUp(node, ct));
        return await node.Value.Task.ConfigureAwait(false);
    }

    public void Leave(Slot slot, LimitSignal signal)
    {
        lock (gate)
        {
            inFlight--;
            if (signal == LimitSignal.Throttled)
                Shrink(slot);
            else if (signal == LimitSignal.Succeeded)
                Grow();

            while (inFlight < limit && waiting.First is { } first)
            {
                waiting.RemoveFirst();
                inFlight++;
                first.Value.SetResult(new Slot(era));
            }
        }
    }

    // Requests that were already in flight when the limit shrank were sent under the old one: their 429 is no news.
    private void Shrink(Slot slot)
    {
        if (slot.Era != era)
            return;

        era++;
        successes = 0;
        limit = Math.Max(1, limit / 2);
    }

    private void Grow()
    {
        if (limit >= most || ++successes < limit)
            return;

        successes = 0;
        limit++;
    }

    private void GiveUp(LinkedListNode<TaskCompletionSource<Slot>> node, CancellationToken ct)
    {
        lock (gate)
        {
            if (node.List is null)
                return;

            waiting.Remove(node);
        }

        node.Value.SetCanceled(ct);
    }

    /// <summary>The permission to have one request in flight, and under which limit it was given.</summary>
    public readonly record struct Slot(long Era);

    /// <summary>What an attempt says about the service's limit.</summary>
    public enum LimitSignal
    {
        Succeeded,
        Throttled,
        Neither,
    }
}
