using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;
using Layercake.Engine.Kinds.Model;

namespace Layercake.Engine.Loading;

/// <summary>Checks that each kind which the setting <c>approve</c> names exists: a misspelt one would let its changes pass.</summary>
internal static class ApprovalKinds
{
    /// <param name="kinds">All kinds.</param>
    public static IEnumerable<Finding> Problems(DeploymentEnvironment environment, IReadOnlyList<AssetKind> kinds) =>
        (environment.Approve ?? [])
            .Where(entry => entry.Kind != ApprovalClass.Any && kinds.All(kind => kind.Name != entry.Kind))
            .Select(entry =>
                entry.Place.Finding(
                    "ENV016",
                    $"approve: \"{entry}\": there is no kind {entry.Kind}.{KindSuggestion.Suggest(entry.Kind, kinds)} Kinds are "
                        + $"{string.Join(", ", kinds.Select(kind => kind.Name))}, and * for any."
                )
            );
}
