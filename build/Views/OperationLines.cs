using System.Globalization;
using Build.Printing;
using Build.Text;
using Layercake.Identity.ResourceManager;

namespace Build.Views;

/// <summary>A line whenever a long-running operation has another state, and one in half a minute when it has not.</summary>
/// <param name="quietFor">How long nothing is said.</param>
internal sealed class OperationLines(Output output, string what, TimeSpan quietFor) : IProgress<OperationProgress>
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private OperationProgress? last;

    public void Report(OperationProgress value)
    {
        if (value.Elapsed < quietFor)
            return;

        // A new operation begins again at no time at all.
        if (last is not null && last.State == value.State && value.Elapsed >= last.Elapsed && value.Elapsed - last.Elapsed < Pause)
            return;

        last = value;
        output.Line($"  {what}: {value.State}, {value.Elapsed.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)} s", Tone.Quiet);
    }
}
