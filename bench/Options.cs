using System.Globalization;

namespace Layercake.Bench;

/// <summary>What is measured.</summary>
/// <param name="Latency">Milliseconds added to every request.</param>
/// <param name="Rounds">Each begins with empty workspaces.</param>
/// <param name="Export">Jobs to bring from one workspace to another; null measures deployments of generated files.</param>
/// <param name="Kills">The flow to kill at each request, all when empty; null measures instead.</param>
/// <param name="Faults">The numbers of the schedules of faults to run; null measures instead.</param>
/// <param name="Concurrency">Of the runs that are killed or disturbed.</param>
/// <param name="Plans">How many assets a sealed plan has that is made and applied; null measures something else.</param>
/// <param name="Requests">Whether the requests of a deployment of the sample platform are listed, and nothing is measured.</param>
/// <param name="Upload">The size in MiB of a file to deploy, whose memory is measured; null measures something else.</param>
internal sealed record Options(
    Size Size,
    int Latency,
    int Rounds,
    JobsSize? Export = null,
    string? Kills = null,
    (int From, int To)? Faults = null,
    int Concurrency = 1,
    int? Upload = null,
    int? Plans = null,
    bool Requests = false
)
{
    /// <returns>Null when an argument is not understood.</returns>
    public static Options? Read(IEnumerable<string> args)
    {
        var options = new Options(Size.Usual, Latency: 30, Rounds: 3);
        foreach (var arg in args)
        {
            var parts = arg.Split('=', 2);
            var value = parts.ElementAtOrDefault(1) ?? "";
            if (parts[0] == "--size" && Size.Parse(value) is { } size)
                options = options with { Size = size };
            else if (parts[0] == "--export" && JobsSize.Parse(value) is { } jobs)
                options = options with { Export = jobs };
            else if (parts[0] == "--upload" && Count(value) is { } upload)
                options = options with { Upload = upload };
            else if (parts[0] == "--plans" && Count(value) is >= 100 and var plans)
                options = options with { Plans = plans };
            else if (arg == "--requests")
                options = options with { Requests = true };
            else if (parts[0] == "--kills")
                options = options with { Kills = value };
            else if (parts[0] == "--faults" && FaultsBench.Parse(value) is { } range)
                options = options with { Faults = range };
            else if (parts[0] == "--concurrency" && Count(value) is { } concurrency)
                options = options with { Concurrency = concurrency };
            else if (parts[0] == "--latency" && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var latency))
                options = options with { Latency = latency };
            else if (parts[0] == "--rounds" && Count(value) is { } rounds)
                options = options with { Rounds = rounds };
            else
                return null;
        }

        return options;
    }

    /// <summary>Null for what is no number above zero.</summary>
    private static int? Count(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
}
