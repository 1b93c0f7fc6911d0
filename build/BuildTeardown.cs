using Build.Reports;
using Build.Running;
using Build.Runs;
using Build.Views;
using Cake.Core;
using Cake.Core.Diagnostics;
using Cake.Frosting;

namespace Build;

/// <summary>Notes how the run ended, while the failure still is what the task threw.</summary>
public sealed class BuildTeardown(HostOutcome outcome, RunResultsFile results, ReportWriter report) : FrostingTeardown<BuildContext>
{
    public override void Teardown(BuildContext context, ITeardownContext info)
    {
        outcome.Record(info.ThrownException);
        results.Conclude(info.ThrownException is { } failure ? DisplayText.Reason(failure) : null);
        report.Write(info.ThrownException);

        // Cake shows a stack trace for diagnostic; a failure that was put into words needs none.
        if (info.ThrownException is BuildFailedException or { InnerException: BuildFailedException } or OperationCanceledException)
            context.Log.Verbosity = (Verbosity)Math.Min((int)context.Log.Verbosity, (int)Verbosity.Normal);
    }
}
