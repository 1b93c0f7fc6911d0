using Layercake.Engine.Declarations;

namespace Layercake.Engine.Sealing;

/// <summary>What came of sealing a plan.</summary>
/// <param name="Plan">Null when it cannot be sealed.</param>
/// <param name="Problems">Why it cannot; empty when it can.</param>
public sealed record SealingResult(SealedPlan? Plan, IReadOnlyList<Finding> Problems);
