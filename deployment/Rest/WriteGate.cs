namespace Layercake.Rest;

/// <summary>Asked before every attempt of a write whether it may begin, and ends those under way when their time is over.</summary>
/// <remarks>Reads pass, and so do requests that are <see cref="WorkspaceRequest.Urgent"/>.</remarks>
public sealed class WriteGate
{
    private volatile WriteWindow? window;

    /// <summary>From now on this window bounds the writes; null takes the window away.</summary>
    public void Set(WriteWindow? next) => window = next;

    /// <returns>To be disposed when the attempt is over; null when no window bounds it.</returns>
    /// <exception cref="WritesEndedException">No write may begin any more.</exception>
    internal async Task<WriteWindow.WriteAttempt?> EnterAsync(WorkspaceRequest request, CancellationToken ct) =>
        request.Method == HttpMethod.Get || request.Urgent || window is not { } current
            ? null
            : await current.EnterAsync(request, ct).ConfigureAwait(false);
}
