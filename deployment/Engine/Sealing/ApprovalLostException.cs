using Layercake.Engine.Declarations;

namespace Layercake.Engine.Sealing;

/// <summary>What would happen is not what was approved any more. Nothing was written.</summary>
public sealed class ApprovalLostException(IReadOnlyList<Finding> refusals) : Exception("The approval does not hold any more.")
{
    public IReadOnlyList<Finding> Refusals { get; } = refusals;
}
