namespace Layercake.Rest;

/// <summary>For how long the writes of one deployment may begin and last.</summary>
/// <param name="refusal">Why no write may begin now; null when one may.</param>
/// <param name="cut">Ends the writes under way, and those that wait to be told that they may not begin.</param>
public sealed class WriteWindow(Func<string?> refusal, CancellationToken cut)
{
    private readonly Lock gate = new();
    private readonly TaskCompletionSource idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource shut = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile string? closed;
    private int underWay;

    /// <summary>A write was given up on whose answer never came: the service may still be at it.</summary>
    public bool LeftUnanswered { get; private set; }

    /// <summary>Why no write may begin any more; null while one may.</summary>
    public string? Closed => closed;

    /// <summary>Ends when no write may begin any more, as soon as anyone has asked.</summary>
    public Task WhenClosed => shut.Task;

    /// <summary>Ends when no write may begin any more and none is under way.</summary>
    public Task WhenIdle => idle.Task;

    /// <summary>No write begins from now on, and none ever again.</summary>
    public void Close(string why)
    {
        lock (gate)
        {
            closed ??= why;
            shut.TrySetResult();
            if (underWay == 0)
                idle.TrySetResult();
        }
    }

    /// <summary>Whether a write may begin; once it may not, it never may again.</summary>
    public bool IsOpen
    {
        get
        {
            if (closed is null && refusal() is { } why)
                Close(why);

            return closed is null;
        }
    }

    private void GiveUp() => LeftUnanswered = true;

    /// <remarks>
    /// Who comes too late waits for those that are under way, and is then cancelled with all the rest of its deployment: that one was not
    /// begun, which is something else than having failed.
    /// </remarks>
    internal async Task<WriteAttempt> EnterAsync(WorkspaceRequest request, CancellationToken ct)
    {
        lock (gate)
            if (IsOpen)
            {
                underWay++;
                return new WriteAttempt(this, CancellationTokenSource.CreateLinkedTokenSource(ct, cut));
            }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct, cut);
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (end.Token.Register(() => over.TrySetResult()).ConfigureAwait(false))
            await over.Task.ConfigureAwait(false);

        ct.ThrowIfCancellationRequested();
        throw new WritesEndedException($"{request} was not sent: {closed}");
    }

    private void Leave()
    {
        lock (gate)
            if (--underWay == 0 && closed is not null)
                idle.TrySetResult();
    }

    /// <summary>One attempt of a write.</summary>
    internal sealed class WriteAttempt(WriteWindow window, CancellationTokenSource end) : IDisposable
    {
        /// <summary>Ends with the caller's patience or with the time for writes.</summary>
        public CancellationToken Token => end.Token;

        public WritesEndedException Interrupted(WorkspaceRequest request) =>
            new($"{request} was cut off before its answer came: {window.closed} Whether it took effect is not known.");

        public void GiveUp() => window.GiveUp();

        public void Dispose()
        {
            window.Leave();
            end.Dispose();
        }
    }
}

/// <summary>The time in which this deployment may write is over; the message says why.</summary>
public sealed class WritesEndedException(string message) : Exception(message);
