using Layercake.Engine.Environments;
using Layercake.Engine.Kinds.Model;
using Layercake.Rest;

namespace Layercake.Engine.Kinds;

/// <summary>One kind: its folder, and how its two halves are made.</summary>
internal sealed record KindRow
{
    public required string Name { get; init; }

    /// <summary>It has files of its own; false where its assets stand in the files of other kinds alone.</summary>
    public bool HasFolder { get; init; } = true;

    public required Func<DeploymentEnvironment, AssetKind> Declared { get; init; }

    public required Func<DeploymentEnvironment, WorkspaceClient, TimeProvider, RemoteKind> Remote { get; init; }

    /// <param name="declared">Makes the declaration half.</param>
    /// <param name="remote">Makes the remote half of it.</param>
    public static KindRow Of<TKind>(
        string name,
        Func<DeploymentEnvironment, TKind> declared,
        Func<TKind, WorkspaceClient, TimeProvider, RemoteKind> remote
    )
        where TKind : AssetKind =>
        new()
        {
            Name = name,
            Declared = declared,
            Remote = (environment, client, clock) => remote(declared(environment), client, clock),
        };
}
