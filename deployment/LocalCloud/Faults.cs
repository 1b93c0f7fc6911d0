using Layercake.LocalCloud.Http;

namespace Layercake.LocalCloud;

/// <summary>What goes wrong on purpose: latency for all requests, and rules for some.</summary>
internal sealed class Faults(TimeProvider clock)
{
    public TimeSpan Latency { get; set; }

    public void Clear() => Latency = TimeSpan.Zero;

    /// <summary>The answer to send, or null when the connection is to be dropped without one.</summary>
    public async Task<ApiResponse?> AroundAsync(string method, string path, Func<Task<ApiResponse>> answer, CancellationToken ct)
    {
        if (Latency > TimeSpan.Zero)
            await Task.Delay(Latency, clock, ct);

        return await answer();
    }
}
