using Layercake.Engine.Planning;

namespace Build.Text;

/// <summary>How what a deployment stops is worded.</summary>
internal static class StopText
{
    public const string Mark = "■";

    public static string Reason(Plan plan, string asset) =>
        plan.IsStoppedOnceWritten(asset) ? "once it is written" : "an earlier deployment left it running";
}
