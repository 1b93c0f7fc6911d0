using Cake.Core;
using Cake.Frosting;

namespace Build;

/// <summary>Notes how the run ended, while the failure still is what the task threw.</summary>
public sealed class BuildTeardown(HostOutcome outcome) : FrostingTeardown<BuildContext>
{
    public override void Teardown(BuildContext context, ITeardownContext info) => outcome.Record(info.ThrownException);
}
