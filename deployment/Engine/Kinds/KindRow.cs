using Layercake.Engine.Environments;
using Layercake.Engine.Kinds.Model;

namespace Layercake.Engine.Kinds;

/// <summary>One kind: its folder, how its two halves are made, and what its targets say of themselves.</summary>
internal sealed record KindRow
{
    public required string Name { get; init; }

    /// <summary>It has files of its own; false where its assets stand in the files of other kinds alone.</summary>
    public bool HasFolder { get; init; } = true;

    public required Func<DeploymentEnvironment, AssetKind> Declared { get; init; }

    public required Func<DeploymentEnvironment, KindConnection, RemoteKind> Remote { get; init; }

    /// <summary>See <see cref="AssetKind.IsPart"/>.</summary>
    public bool IsPart { get; init; }

    /// <summary>See <see cref="KindDescription.Deploys"/>; null where the usual sentence says it.</summary>
    public string? Deploys { get; init; }

    /// <summary>See <see cref="KindDescription.Exports"/>; null where the usual sentence says it.</summary>
    public string? Exports { get; init; }

    public KindDescription Description
    {
        get
        {
            var words = Name.Replace('-', ' ');
            return new KindDescription(
                Name,
                Deploys ?? $"Creates or edits the {words}.",
                Exports ?? $"Brings the {words} of the workspace into {Name}/."
            );
        }
    }

    /// <param name="declared">Makes the declaration half.</param>
    /// <param name="remote">Makes the remote half of it.</param>
    public static KindRow Of<TKind>(
        string name,
        Func<DeploymentEnvironment, TKind> declared,
        Func<TKind, KindConnection, RemoteKind> remote
    )
        where TKind : AssetKind =>
        new()
        {
            Name = name,
            Declared = declared,
            Remote = (environment, to) => remote(declared(environment), to),
        };
}
