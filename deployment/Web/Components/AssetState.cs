using Layercake.Engine.Applying;
using Layercake.Engine.Exporting;
using Layercake.Engine.Planning;

namespace Layercake.Web.Components;

/// <summary>How an asset stands, in the one word that the page has for it.</summary>
public enum AssetState
{
    Error,
    New,
    Changed,
    Deleted,

    /// <summary>It was deployed, Git no longer has it, and it is left where it is until it is removed by a step of its own.</summary>
    NoLongerInGit,

    /// <summary>The workspace has none, and an export leaves the file.</summary>
    OnlyInGit,

    /// <summary>It would be changed or deleted, and is not.</summary>
    LeftAlone,
    Unchanged,
}

/// <summary>Tells how assets stand.</summary>
public static class AssetStates
{
    public static AssetState Of(Change change, ChangeOutcome? outcome) =>
        outcome?.Status == ChangeStatus.Failed || change.IsUnknown
            ? AssetState.Error
            : change.Action switch
            {
                ChangeAction.Create => AssetState.New,
                ChangeAction.Update or ChangeAction.Recreate => AssetState.Changed,
                ChangeAction.Delete => AssetState.Deleted,
                _ => change.HeldBack is null ? AssetState.Unchanged : AssetState.LeftAlone,
            };

    public static AssetState Of(ExportedFile file) =>
        file.Action switch
        {
            ExportAction.Added => AssetState.New,
            ExportAction.Changed => AssetState.Changed,
            ExportAction.Removed => AssetState.Deleted,
            ExportAction.Kept => AssetState.LeftAlone,
            _ => AssetState.Unchanged,
        };

    /// <summary>Whether an export writes the file, or deletes it.</summary>
    public static bool IsWritten(ExportAction action) => action is ExportAction.Added or ExportAction.Changed or ExportAction.Removed;
}
