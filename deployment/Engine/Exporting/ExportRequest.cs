using Layercake.Engine.Declarations;
using Layercake.Engine.Loading;
using Layercake.Engine.Planning;
using Layercake.Identity.Vault;

namespace Layercake.Engine.Exporting;

/// <summary>What to bring from a workspace into a folder of assets.</summary>
public sealed record ExportRequest
{
    /// <summary>By folder.</summary>
    public required IReadOnlySet<string> Kinds { get; init; }

    public required AssetsFolder Assets { get; init; }

    /// <summary>What that folder declares, read without errors.</summary>
    public required DeclaredAssets Declared { get; init; }

    /// <summary>Which objects of these kinds; files of others are left alone.</summary>
    public AssetSelection Only { get; init; } = AssetSelection.Everything;

    /// <summary>
    /// Other exports of the same run have the same selection, so a pattern that stands for nothing here may stand for something there.
    /// </summary>
    public bool IsOneOfSeveral { get; init; }

    /// <summary>Secrets of the vault that this run has read already, by their names there.</summary>
    public IReadOnlyList<VaultSecret> Secrets { get; init; } = [];

    /// <summary>Say what would change, and change nothing.</summary>
    public bool DryRun { get; init; }

    internal bool Wants(string kind, string name) => Only.Matches($"{kind}.{name}");
}
