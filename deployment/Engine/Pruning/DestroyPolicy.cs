using Layercake.Engine.Kinds.Model;

namespace Layercake.Engine.Pruning;

/// <summary>What stays, beyond what a prune leaves alone, when all that a deployment made goes.</summary>
internal static class DestroyPolicy
{
    public const string Adopted = "adopted: it was there before it was recorded here";

    /// <param name="others">What is in the record of another deployment too.</param>
    public static void HoldBack(PruneDraft draft, ForeignObjects others, PruneOptions options)
    {
        foreach (var deletion in draft.Deletions.ToList())
            if (others.Recorded.TryGetValue((deletion.Kind.Name, deletion.Live.Id), out var deployment))
                draft.UndoDelete(deletion, $"it is in the record of {deployment} too");
            else if (deletion.Kind is IHoldsData holder && !options.DataLoss.Allows(deletion.Asset))
                draft.UndoDelete(deletion, $"{holder.Data} would be lost; --allow-data-loss={deletion.Asset} deletes it");
    }
}
