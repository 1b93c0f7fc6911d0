using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Planning;

namespace Layercake.Engine.Pruning;

/// <summary>Refuses a plan that deletes objects with data in them, unless the run allows it for each.</summary>
internal static class DataLoss
{
    /// <param name="kinds">By name.</param>
    public static PlannedDeployment Checked(
        PlannedDeployment planned,
        IReadOnlyDictionary<string, RemoteKind> kinds,
        AllowedDataLoss allowed
    )
    {
        var losses = planned.Plan.Losses.ToList();
        var refusals = losses
            .Where(change => !allowed.Allows(change.Asset))
            .Select(change => (change, holder: kinds.GetValueOrDefault(change.Kind) as IHoldsData))
            .Where(loss => loss.holder is not null)
            .Select(loss => Refusal(loss.change, loss.holder!.Data));
        var unused = allowed.Unused(losses.Select(change => change.Asset).ToHashSet(StringComparer.Ordinal));
        return planned with
        {
            Refusals = [.. planned.Refusals, .. refusals],
            Findings = [.. planned.Findings, .. unused.Select(asset => Unused(asset, losses))],
        };
    }

    private static Finding Refusal(Change change, string data)
    {
        var anew = change.Action == ChangeAction.Recreate ? $" and made anew ({change.Reason})" : "";
        return new Finding
        {
            Severity = Severity.Error,
            Code = "PRN004",
            Asset = change.Asset,
            File = change.File,
            Message =
                $"it would be deleted{anew}, and {data} would be lost. If that is what you want, allow it for this run: "
                + $"--allow-data-loss={change.Asset}.",
        };
    }

    private static Finding Unused(string asset, IReadOnlyList<Change> losses)
    {
        var suggestion = NameSuggestion.Suggest(asset, losses.Select(change => change.Asset));
        return new Finding
        {
            Severity = Severity.Warning,
            Code = "PRN005",
            Message =
                $"--allow-data-loss={asset} allows nothing: this plan does not delete it.{suggestion} Take it away, so that it "
                + "allows nothing later.",
        };
    }
}
