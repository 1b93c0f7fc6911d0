using System.Collections.Concurrent;
using Newtonsoft.Json.Linq;

namespace Layercake.Rest;

/// <summary>Counts what a run sent to change a workspace: what it says of itself at its end is derived from this.</summary>
public sealed class SentWrites
{
    private readonly ConcurrentQueue<SentWrite> all = new();

    /// <summary>
    /// Each attempt that was answered with success, or of which nobody can say that it had no effect, in the order in which they began.
    /// </summary>
    public IReadOnlyList<SentWrite> WithEffect => [.. all.Where(write => !write.IsWithoutEffect)];

    /// <returns>Null when the request changes nothing.</returns>
    internal SentWrite? Begin(WorkspaceRequest request)
    {
        if (request.Repeat == RepeatSafety.Read)
            return null;

        var write = new SentWrite(request.Method.Method, request.Path, PathOf(request));
        all.Enqueue(write);
        return write;
    }

    private static string? PathOf(WorkspaceRequest request) =>
        (string?)(request.Body?["path"] as JValue) ?? request.Form?.Fields.FirstOrDefault(field => field.Key == "path").Value;
}

/// <summary>One attempt to change something in a workspace.</summary>
/// <param name="Target">The file or folder that it is about, where its body names one.</param>
public sealed record SentWrite(string Method, string Path, string? Target)
{
    private volatile bool isWithoutEffect;

    /// <summary>It was refused, or never left this machine.</summary>
    public bool IsWithoutEffect => isWithoutEffect;

    internal void End(Answer answer) =>
        isWithoutEffect =
            !answer.IsSuccess
            && (answer.Status is >= 300 and < 500 and not 408 || FailureClassifier.Of(answer) == FailureClass.Throttled);

    internal void End(Exception exception) =>
        isWithoutEffect = exception is UnsentContentException
        || FailureClassifier.Of(exception) == FailureClass.NotSent
        || FailureClassifier.IsDistrust(exception);
}
