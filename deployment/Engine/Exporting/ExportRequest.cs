using Layercake.Engine.Declarations;
using Layercake.Engine.Loading;
using Layercake.Engine.Planning;
using Layercake.Identity.Vault;

namespace Layercake.Engine.Exporting;

/// <summary>What to export from a workspace into a folder of assets.</summary>
public sealed record ExportRequest
{
    /// <summary>By folder.</summary>
    public required IReadOnlySet<string> Kinds { get; init; }

    public required AssetsFolder Assets { get; init; }

    /// <summary>The declarations in that folder, read without errors.</summary>
    public required DeclaredAssets Declared { get; init; }

    /// <summary>Which objects of these kinds to export; the files of others are not touched.</summary>
    public AssetSelection Only { get; init; } = AssetSelection.Everything;

    /// <summary>Other exports of this run use the same selection, so a pattern without a match here may have one there.</summary>
    public bool IsOneOfSeveral { get; init; }

    /// <summary>Secrets of the vault that this run has read already, by their names there.</summary>
    public IReadOnlyList<VaultSecret> Secrets { get; init; } = [];

    /// <summary>Write the permission lists too of objects whose file has none.</summary>
    public bool WithPermissions { get; init; }

    /// <summary>Report what would change, and change nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>What Git declares of a part of an object; null when it declares nothing.</summary>
    /// <param name="asset">The object, as kind and name.</param>
    internal Declaration? Part(string kind, string asset) =>
        Declared.Declarations.FirstOrDefault(part => part.Kind == kind && part.BelongsTo is [var owner, ..] && owner == asset);

    internal bool Includes(string kind, string name) => Only.Matches(AssetId.Of(kind, name));
}
