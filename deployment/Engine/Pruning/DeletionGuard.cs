using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Kinds.References;
using Layercake.Rest;

namespace Layercake.Engine.Pruning;

/// <summary>Takes deletions out of a draft that would harm what stays, or stop what runs.</summary>
internal sealed class DeletionGuard(ReferenceFinder references)
{
    /// <summary>
    /// Holds back what a remaining object refers to. An object that is held back remains too, so this repeats until nothing changes.
    /// </summary>
    public void HoldBackReferenced(PruneDraft draft)
    {
        while (true)
        {
            var deleted = draft.DeletedIds;
            var referenced = draft
                .Deletions.Select(deletion =>
                    (
                        Deletion: deletion,
                        User: references
                            .UsersOf(deletion.Kind.Name, deletion.Live)
                            .FirstOrDefault(user => !deleted.Contains((user.Kind, user.Id)))
                    )
                )
                .Where(pair => pair.User is not null)
                .ToList();
            if (referenced.Count == 0)
                return;

            var deletedNames = draft.Deletions.Select(deletion => deletion.Asset).ToHashSet(StringComparer.Ordinal);
            foreach (var (deletion, user) in referenced)
                draft.UndoDelete(
                    deletion,
                    deletedNames.Contains(user!.Asset)
                        ? $"{user.Asset} ({user.Id}), another of that name, uses it"
                        : $"{user.Asset} uses it"
                );
        }
    }

    /// <summary>Holds back what an object may refer to of which nobody knows what it refers to.</summary>
    public static void HoldBackBeforeUnread(PruneDraft draft, IReadOnlyList<ReferencingObject> unread)
    {
        foreach (var deletion in draft.Deletions.ToList())
            if (
                unread.FirstOrDefault(user =>
                    (user.Kind, user.Id) != (deletion.Kind.Name, deletion.Live.Id)
                    && AssetReferences.From(user.Kind).Contains(deletion.Kind.Name)
                ) is
                { } user
            )
                draft.UndoDelete(deletion, $"{user.Asset} may use it, and may not be read");
    }

    public static async Task HoldBackBusyAsync(PruneDraft draft, CancellationToken ct)
    {
        var checks = await Task.WhenAll(
            draft.Deletions.Select(async deletion => (Deletion: deletion, Reason: await BusyReasonAsync(deletion, ct)))
        );
        foreach (var (deletion, reason) in checks.Where(check => check.Reason is not null))
            draft.UndoDelete(deletion, $"{reason}; --force removes it all the same");
    }

    private static async Task<string?> BusyReasonAsync(PlannedDeletion deletion, CancellationToken ct)
    {
        try
        {
            return deletion.Kind is IBusy busy ? await busy.BusyAsync(deletion.Live.Id, ct) : null;
        }
        catch (WorkspaceApiException e) when (e.IsMissing)
        {
            // Deleting an object that went in the meantime is no failure.
            return null;
        }
    }
}
