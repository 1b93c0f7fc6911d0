namespace Build.LocalClouds;

/// <summary>How programs wait that run until they are stopped.</summary>
internal static class Waiting
{
    /// <summary>Being stopped is how such a program ends, so it is no failure.</summary>
    public static async Task UntilStoppedAsync(CancellationToken ct)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = ct.Register(stopped.SetResult);
        await stopped.Task;
    }
}
