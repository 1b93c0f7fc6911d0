namespace Layercake.Rest;

/// <summary>
/// Bounds the requests in flight: half as many after a 429, one more after each round of successes, never above the given number.
/// </summary>
public sealed class AdaptiveLimiter(int most)
{
    private readonly Lock gate = new();
    private readonly LinkedList<TaskCompletionSource<Place>> waiting = new();
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

    /// <summary>Waits, first come first served, for a place in flight; give it back with <see cref="Leave"/>.</summary>
    public async ValueTask<Place> EnterAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        LinkedListNode<TaskCompletionSource<Place>> node;
        lock (gate)
        {
            if (inFlight < limit && waiting.Count == 0)
            {
                inFlight++;
                return new Place(era);
            }

            node = waiting.AddLast(new TaskCompletionSource<Place>(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        using var registration = ct.Register(() => GiveUp(node, ct));
        return await node.Value.Task.ConfigureAwait(false);
    }

    public void Leave(Place place, Verdict verdict)
    {
        lock (gate)
        {
            inFlight--;
            if (verdict == Verdict.Throttled)
                Shrink(place);
            else if (verdict == Verdict.Succeeded)
                Grow();

            while (inFlight < limit && waiting.First is { } first)
            {
                waiting.RemoveFirst();
                inFlight++;
                first.Value.SetResult(new Place(era));
            }
        }
    }

    // Requests that were already in flight when the limit shrank were sent under the old one: their 429 is no news.
    private void Shrink(Place place)
    {
        if (place.Era != era)
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

    private void GiveUp(LinkedListNode<TaskCompletionSource<Place>> node, CancellationToken ct)
    {
        lock (gate)
        {
            if (node.List is null)
                return;

            waiting.Remove(node);
        }

        node.Value.SetCanceled(ct);
    }

    /// <summary>A place in flight, and under which limit it was given.</summary>
    public readonly record struct Place(long Era);

    /// <summary>What an attempt says about the service's limit.</summary>
    public enum Verdict
    {
        Succeeded,
        Throttled,
        Neither,
    }
}
