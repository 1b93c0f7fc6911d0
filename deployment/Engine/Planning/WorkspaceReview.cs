using Layercake.Engine.Declarations;

namespace Layercake.Engine.Planning;

/// <summary>How an asset stands in the workspace.</summary>
public enum AssetStatus
{
    New,
    Changed,
    Unchanged,

    /// <summary>Deployed before, and no longer in Git.</summary>
    Deleted,
    Error,
}

/// <summary>How one asset stands to a workspace.</summary>
public sealed record ReviewedAsset
{
    /// <summary>As kind and name; the file of an asset whose name could not be read.</summary>
    public required string Asset { get; init; }

    public required AssetStatus Status { get; init; }

    /// <summary>One clause in plain words.</summary>
    public required string Reason { get; init; }

    /// <summary>What a deployment would do; null for what is deleted or in error.</summary>
    public Change? Change { get; init; }

    /// <summary>What is wrong with it; empty when it only needs what is.</summary>
    public IReadOnlyList<Finding> Errors { get; init; } = [];
}

/// <summary>What Git declares and what was deployed before, asset by asset; data only.</summary>
/// <param name="Assets">What is declared by kind in order of deployment and then by name, then what is deleted, then what is in
/// error.</param>
/// <param name="Unreadable">Kinds with a file that could not be read, so that nobody can say what is deleted of them.</param>
public sealed record WorkspaceReview(IReadOnlyList<ReviewedAsset> Assets, IReadOnlyList<string> Unreadable)
{
    /// <param name="planned">The plan for all kinds, without those that are left out.</param>
    /// <param name="leftOut">What is left out of it because of errors.</param>
    public static WorkspaceReview Of(PlannedDeployment planned, IReadOnlyList<SkippedAsset> leftOut)
    {
        var unreadable = leftOut.Where(asset => asset.Name is null).Select(asset => asset.Kind).Distinct(StringComparer.Ordinal).ToList();
        var declared = planned
            .Plan.Changes.Select(change => change.Asset)
            .Concat(leftOut.Select(asset => asset.Asset))
            .ToHashSet(StringComparer.Ordinal);
        var deleted = planned.Manifest.Entries.Values.Where(entry =>
            !declared.Contains(entry.Asset)
            && !planned.Known.Claimed.Contains((entry.Kind, entry.Id))
            && !unreadable.Contains(entry.Kind)
            && IsThere(planned, entry.Kind, entry.Id)
        );

        return new WorkspaceReview(
            [
                .. planned.Plan.Changes.Select(Of),
                .. deleted.Select(entry => new ReviewedAsset
                {
                    Asset = entry.Asset,
                    Status = AssetStatus.Deleted,
                    Reason = "no longer in Git; it stays in the workspace",
                }),
                .. leftOut.Select(asset => new ReviewedAsset
                {
                    Asset = asset.Asset,
                    Status = AssetStatus.Error,
                    Reason = asset.Reason,
                    Errors = asset.Errors,
                }),
            ],
            unreadable
        );
    }

    public int Count(AssetStatus status) => Assets.Count(asset => asset.Status == status);

    private static ReviewedAsset Of(Change change) =>
        new()
        {
            Asset = change.Asset,
            Status = change.Action switch
            {
                ChangeAction.None => AssetStatus.Unchanged,
                ChangeAction.Create => AssetStatus.New,
                ChangeAction.Delete => AssetStatus.Deleted,
                _ => AssetStatus.Changed,
            },
            Reason = change.Reason,
            Change = change,
        };

    /// <summary>
    /// What was not listed counts as there: kinds of which Git declares nothing any more, and files, which are looked for by their
    /// declarations.
    /// </summary>
    private static bool IsThere(PlannedDeployment planned, string kind, string id) =>
        planned.Live.GetValueOrDefault(kind) is not { } live
        || id.StartsWith('/')
        || id.StartsWith("dbfs:", StringComparison.Ordinal)
        || live.Any(asset => asset.Id == id);
}
