using Layercake.Identity;
using Layercake.Engine.Declarations;
using Layercake.Engine.Planning;

namespace Layercake.Engine.Exporting;

/// <summary>What to bring from a workspace into a folder of assets.</summary>
public sealed record ExportRequest
{
    /// <summary>By folder.</summary>
    public required IReadOnlySet<string> Kinds { get; init; }

    public required AssetsFolder Assets { get; init; }

    /// <summary>What that folder declares, read without errors.</summary>
    public required Declared Declared { get; init; }

    /// <summary>Only what one of them matches; all when there are none.</summary>
    public IReadOnlyList<NamePattern> Names { get; init; } = [];

    /// <summary>Secrets of the vault that this run has read already, by their names there.</summary>
    public IReadOnlyList<VaultSecret> Secrets { get; init; } = [];

    /// <summary>Say what would change, and change nothing.</summary>
    public bool DryRun { get; init; }

    internal bool Wants(string name) => Names.Count == 0 || Names.Any(pattern => pattern.Matches(name));
}
