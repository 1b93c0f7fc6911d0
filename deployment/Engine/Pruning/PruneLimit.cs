namespace Layercake.Engine.Pruning;

/// <summary>How many assets one run may delete, as a guard against mistakes.</summary>
public static class PruneLimit
{
    /// <summary>The code of the finding of a plan that would delete more.</summary>
    public const string Exceeded = "PRN001";
}
