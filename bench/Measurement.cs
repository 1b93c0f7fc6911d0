using System.Globalization;

namespace Layercake.Bench;

/// <summary>One run from the start of the process to its exit.</summary>
/// <param name="Requests">Sent to all services, the vault and Entra included.</param>
/// <param name="Writes">Requests to the workspace that are no reads.</param>
/// <param name="Peak">The most requests in flight at one time.</param>
/// <param name="Endpoints">How often each endpoint of the workspace was called.</param>
internal sealed record Measurement(
    string Name,
    TimeSpan Wall,
    int Requests,
    int Writes,
    int Peak,
    IReadOnlyDictionary<string, int> Endpoints
)
{
    public const string Heading = "| run | wall | requests | writes | peak in flight |\n| --- | ---: | ---: | ---: | ---: |";

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"| {Name} | {Wall.TotalSeconds:0.00} s | {Requests} | {Writes} | {Peak} |");

    /// <summary>In which calls the requests went.</summary>
    public string Calls
    {
        get
        {
            var calls = Endpoints.OrderByDescending(call => call.Value).ThenBy(call => call.Key, StringComparer.Ordinal);
            return $"- {Name}: {string.Join(", ", calls.Select(call => $"{call.Value} × {call.Key}"))}";
        }
    }
}
