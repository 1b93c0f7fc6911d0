using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Ownership;

namespace Layercake.Engine.Planning;

/// <summary>Leaves alone what another identity than the one signed in has made.</summary>
internal sealed class OwnerFilter(ObjectOwnership ownership)
{
    public async Task<PlannedDeployment> ApplyAsync(PlannedDeployment planned, CancellationToken ct)
    {
        var changes = await Task.WhenAll(
            planned.Plan.Changes.Select(async change =>
                await ForeignAsync(planned, change, ct) is { } why ? LeftAlone(change, why) : change
            )
        );
        changes = WithParts(planned, changes);
        var held = changes.Where(change => change.HeldBack is not null).Select(change => change.Asset).ToHashSet(StringComparer.Ordinal);
        return planned with
        {
            Plan = planned.Plan with { Changes = changes },
            Adoptions = [.. planned.Adoptions.Where(entry => !held.Contains(entry.Asset))],
        };
    }

    /// <summary>Parts of an object that is left alone are left alone too.</summary>
    private static Change[] WithParts(PlannedDeployment planned, Change[] changes)
    {
        var held = changes.Where(change => change.HeldBack is not null).ToDictionary(change => change.Asset, StringComparer.Ordinal);
        return
        [
            .. changes.Select(change =>
                planned.Declarations.GetValueOrDefault(change.Asset)?.BelongsTo.Select(held.GetValueOrDefault).FirstOrDefault()
                    is { HeldBack: { } why }
                    ? LeftAlone(change, why)
                    : change
            ),
        ];
    }

    /// <returns>Why the object is not this identity's; null when it is, or when there is none yet.</returns>
    private async Task<string?> ForeignAsync(PlannedDeployment planned, Change change, CancellationToken ct)
    {
        var match = planned.Known.Matches.GetValueOrDefault(change.Asset);
        var (live, entry) =
            change.Action == ChangeAction.Delete
                ? (Live(planned, change), planned.Manifest.Find(change.Asset))
                : (match?.Live, match?.Entry);
        if (match?.Declaration.BelongsTo.Count > 0)
            return null;
        if (live is not null && await ownership.ForeignAsync(live, entry, ct, match is { IsUnfinished: true }) is { } why)
            return why;

        return match?.Left is { } left
            ? await ownership.ForeignAsync(
                new LiveAsset
                {
                    Name = left.Name,
                    Id = left.Id,
                    State = [],
                },
                left,
                ct
            )
            : null;
    }

    private static LiveAsset? Live(PlannedDeployment planned, Change change) =>
        planned.Live.GetValueOrDefault(change.Kind)?.FirstOrDefault(asset => asset.Id == change.Id);

    private static Change LeftAlone(Change change, string why) =>
        change with
        {
            Action = ChangeAction.None,
            Reason = why,
            HeldBack = why,
            Fields = [],
            Adopts = false,
            MovedFrom = null,
            Drift = false,
        };
}
