using Build.Reports;
using Build.Reports.JUnit;
using Build.Running;
using Cake.Core;
using Cake.Core.Diagnostics;
using Cake.Frosting;

namespace Build;

/// <summary>Keeps how the run ended and writes its reports, while the failure still is what the task threw.</summary>
internal sealed class BuildTeardown(HostOutcome outcome, RunResultsFile results, ReportWriter report) : FrostingTeardown<BuildContext>
{
    public override void Teardown(BuildContext context, ITeardownContext info)
    {
        outcome.Record(info.ThrownException);
        results.Conclude(info.ThrownException is { } failure ? FailureReason.Of(failure) : null);
        report.Write(info.ThrownException);

        // Cake shows a stack trace for diagnostic; a failure that was put into words needs none.
        if (info.ThrownException is BuildFailedException or { InnerException: BuildFailedException } or OperationCanceledException)
            context.Log.Verbosity = (Verbosity)Math.Min((int)context.Log.Verbosity, (int)Verbosity.Normal);
    }
}
