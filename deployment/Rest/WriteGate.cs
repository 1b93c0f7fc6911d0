namespace Layercake.Rest;

/// <summary>Asked before every attempt of a write whether it may begin, and ends those under way when their time is over.</summary>
/// <remarks>Reads pass, and so do requests that are <see cref="WorkspaceRequest.Urgent"/>.</remarks>
public sealed class WriteGate
{
    private volatile WriteWindow? bound;

    /// <summary>From now on writes are bound by this; null takes the bound away.</summary>
    public void Set(WriteWindow? next) => bound = next;

    /// <returns>To be disposed when the attempt is over; null when nothing bounds it.</returns>
    /// <exception cref="WritesEndedException">No write may begin any more.</exception>
    internal async Task<WriteWindow.WriteAttempt?> EnterAsync(WorkspaceRequest request, CancellationToken ct) =>
        request.Method == HttpMethod.Get || request.Urgent || bound is not { } now
            ? null
            : await now.EnterAsync(request, ct).ConfigureAwait(false);
}
