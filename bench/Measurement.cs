using System.Globalization;

namespace Layercake.Bench;

/// <summary>One deployment from the start of the process to its exit.</summary>
/// <param name="Requests">Sent to all services, the vault and Entra included.</param>
/// <param name="Writes">Requests to the workspace that are no reads.</param>
/// <param name="Peak">The most requests in flight at one time.</param>
public sealed record Measurement(string Name, TimeSpan Wall, int Requests, int Writes, int Peak)
{
    public const string Heading = "| deployment | wall | requests | writes | peak in flight |\n| --- | ---: | ---: | ---: | ---: |";

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"| {Name} | {Wall.TotalSeconds:0.00} s | {Requests} | {Writes} | {Peak} |");
}
