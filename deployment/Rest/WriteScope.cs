namespace Layercake.Rest;

/// <summary>Keeps work to the calls by which it may write, through whatever it awaits. Reads always pass.</summary>
public static class WriteScope
{
    private static readonly AsyncLocal<IReadOnlyList<WriteCall>?> allowed = new();

    /// <exception cref="UnannouncedWriteException">The work tried to write by another call, which was not sent.</exception>
    public static async Task<T> RunAsync<T>(IReadOnlyList<WriteCall> calls, Func<Task<T>> work)
    {
        // The caller's own flow is as before when this returns.
        allowed.Value = calls;
        return await work().ConfigureAwait(false);
    }

    /// <inheritdoc cref="RunAsync{T}"/>
    public static async Task RunAsync(IReadOnlyList<WriteCall> calls, Func<Task> work)
    {
        allowed.Value = calls;
        await work().ConfigureAwait(false);
    }

    internal static void Check(WorkspaceRequest request)
    {
        if (request.Repeat != RepeatSafety.Read && allowed.Value is { } calls && !calls.Any(call => call.Matches(request)))
            throw new UnannouncedWriteException(
                $"{request} was not sent: a plan announces {(calls.Count == 0 ? "no write" : string.Join(" or ", calls))} for it. "
                    + "That is a fault of this tool; please report it."
            );
    }
}

/// <summary>A write that no plan announces; it was not sent.</summary>
public sealed class UnannouncedWriteException(string message) : Exception(message);
