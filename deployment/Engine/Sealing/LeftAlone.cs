using Layercake.Engine.Planning;

namespace Layercake.Engine.Sealing;

/// <summary>Objects that an approved plan leaves alone, such as a cluster that ran when a prune was planned.</summary>
internal static class LeftAlone
{
    /// <summary>A plan that leaves them alone too, although they could go now.</summary>
    public static Plan AsApproved(Plan approved, Plan fresh)
    {
        var left = approved
            .Changes.Where(change => change is { Action: ChangeAction.None, HeldBack: not null, IsUnknown: false })
            .ToDictionary(change => change.Asset, StringComparer.Ordinal);
        return fresh with
        {
            Changes =
            [
                .. fresh.Changes.Select(change =>
                    change.Action == ChangeAction.Delete && left.TryGetValue(change.Asset, out var before)
                        ? change with
                        {
                            Action = ChangeAction.None,
                            HeldBack = $"left alone by the plan that was approved: {before.HeldBack}",
                        }
                        : change
                ),
            ],
        };
    }
}
