namespace Build.Running;

/// <summary>Why a run ended, in our own words where we had some.</summary>
internal static class FailureReason
{
    public static string Of(Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
            if (cause is BuildFailedException)
                return cause.Message;

        return failure is OperationCanceledException or { InnerException: OperationCanceledException }
            ? "The run was cancelled."
            : failure.Message;
    }
}
