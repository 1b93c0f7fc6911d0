using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Http;

/// <summary>Every request of the services' clients, in the order they began.</summary>
internal sealed class RequestLedger
{
    private const int Kept = 100_000;

    private readonly Lock gate = new();
    private readonly Queue<LedgerEntry> entries = [];
    private int started;
    private int inFlight;
    private int peak;

    /// <summary>Notes that a request began; it is listed from now on.</summary>
    public LedgerEntry Start(string method, string path, string userAgent)
    {
        lock (gate)
        {
            var entry = new LedgerEntry
            {
                Order = ++started,
                Method = method,
                Path = path,
                UserAgent = userAgent,
            };
            entries.Enqueue(entry);
            if (entries.Count > Kept)
                entries.Dequeue();

            peak = Math.Max(peak, ++inFlight);
            return entry;
        }
    }

    /// <param name="entry">What <see cref="Start"/> gave.</param>
    /// <param name="status">0 when the connection was dropped without an answer.</param>
    public void Finish(LedgerEntry entry, int status, TimeSpan took)
    {
        lock (gate)
        {
            entry.Status = status;
            entry.Milliseconds = Math.Round(took.TotalMilliseconds, 3);
            inFlight--;
        }
    }

    public void Clear()
    {
        lock (gate)
        {
            entries.Clear();
            (started, peak) = (0, inFlight);
        }
    }

    public JArray List()
    {
        lock (gate)
            return new JArray(entries.Select(entry => entry.ToJson()));
    }

    public JObject Summary()
    {
        lock (gate)
            return new JObject
            {
                ["requests"] = entries.Count,
                ["writes"] = entries.Count(entry => entry is { Host: "workspace", Method: not ("GET" or "HEAD") }),
                ["in_flight"] = inFlight,
                ["in_flight_peak"] = peak,
                ["by_host"] = Counts(entry => entry.Host),
                ["by_status"] = Counts(entry => $"{entry.Status}"),
            };
    }

    private JObject Counts(Func<LedgerEntry, string> key) =>
        new(
            entries
                .GroupBy(key)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => new JProperty(group.Key, group.Count()))
        );
}

/// <summary>One request as the ledger lists it.</summary>
internal sealed class LedgerEntry
{
    /// <summary>Counted from 1 since the ledger was last cleared.</summary>
    public required int Order { get; init; }

    public required string Method { get; init; }

    /// <summary>With the query, as sent.</summary>
    public required string Path { get; init; }

    public required string UserAgent { get; init; }

    /// <summary>Which service it went to: workspace, entra, vault or arm.</summary>
    public string Host { get; set; } = "workspace";

    /// <summary>Of the request's body.</summary>
    public long Bytes { get; set; }

    /// <summary>Null while it runs, 0 when the connection was dropped without an answer.</summary>
    public int? Status { get; set; }

    public double Milliseconds { get; set; }

    internal JObject ToJson() =>
        new()
        {
            ["started"] = Order,
            ["host"] = Host,
            ["method"] = Method,
            ["path"] = Path,
            ["status"] = Status,
            ["bytes"] = Bytes,
            ["ms"] = Milliseconds,
            ["user_agent"] = UserAgent,
        };
}
