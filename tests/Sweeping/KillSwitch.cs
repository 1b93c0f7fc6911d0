using System.Diagnostics.CodeAnalysis;

namespace Layercake.Sweeping;

/// <summary>
/// The way to the workspace of one process, which ends at a kill point: from then on nothing goes out and no answer comes in.
/// </summary>
/// <param name="point">Null for a run that lives.</param>
internal sealed class KillSwitch(HttpMessageHandler network, KillPoint? point, Action killed) : DelegatingHandler(network)
{
    private readonly Lock gate = new();
    private readonly List<string> requests = [];
    private bool dead;

    public bool IsDead => Volatile.Read(ref dead);

    /// <summary>What was sent, in order: <c>POST /api/2.2/jobs/create</c>.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (gate)
                return [.. requests];
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        var last = false;
        lock (gate)
        {
            if (dead)
                throw Gone();

            requests.Add($"{request.Method} {request.RequestUri!.AbsolutePath}");
            last = requests.Count == point?.Request;
            if (last && !point!.Handled)
                dead = true;
        }

        if (last && !point!.Handled)
            throw Killed();

        // Nobody who is dead calls a request back.
        var answer = await base.SendAsync(request, last ? CancellationToken.None : ct);
        if (last)
            lock (gate)
                dead = true;
        if (!IsDead)
            return answer;

        answer.Dispose();
        throw last ? Killed() : Gone();
    }

    private HttpRequestException Killed()
    {
        killed();
        return Gone();
    }

    private static HttpRequestException Gone() => new(HttpRequestError.ConnectionError, "the process was killed");

    [SuppressMessage("Usage", "CA2215", Justification = "The network outlives the process.")]
    protected override void Dispose(bool disposing) { }
}
