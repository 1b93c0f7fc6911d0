using Layercake.Rest;

namespace Layercake.Engine.Kinds;

/// <summary>The listings of all that can be named; those of kinds that are deployed are not asked for here.</summary>
internal static class NamedObjectsTable
{
    public static IReadOnlyList<NamedObjects> For(WorkspaceClient client) =>
    [
    ];
}
