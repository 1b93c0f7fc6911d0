using Layercake.Engine.Declarations;

namespace Layercake.Engine.Planning;

/// <summary>What a deployment is about.</summary>
public sealed record Selection
{
    /// <summary>The kinds to plan and write, by folder.</summary>
    public required IReadOnlySet<string> Kinds { get; init; }

    /// <summary>Which assets of these kinds.</summary>
    public AssetSelection Only { get; init; } = AssetSelection.Everything;

    /// <summary>Whose data may be lost when the plan deletes them, or makes them anew.</summary>
    public AllowedDataLoss DataLoss { get; init; } = AllowedDataLoss.None;

    /// <summary>Whether CI started the run on a schedule, to look for drift.</summary>
    public bool IsScheduled { get; init; }

    /// <summary>Whether a plan that was approved is looked at again.</summary>
    internal bool IsApproved { get; init; }

    /// <summary>The Git commit of the assets; null outside a repository.</summary>
    public string? Commit { get; init; }

    /// <summary>What <see cref="Only"/> comes to for what Git declares, as kind and name; null when it leaves nothing out.</summary>
    internal IReadOnlySet<string>? Assets { get; init; }

    /// <summary>Whether the declared asset is planned and written, and not only there to be named by others.</summary>
    internal bool Takes(Declaration declaration) => Takes(declaration.Asset) || declaration.BelongsTo.Any(Takes);

    private bool Takes(string asset) => Kinds.Contains(AssetId.Parse(asset).Kind) && Assets?.Contains(asset) != false;

    /// <summary>How something that is needed, and that this deployment does not write, gets into the workspace.</summary>
    internal string Remedy(Declaration needed) =>
        Kinds.Contains(needed.Kind)
            ? $"It is not selected: add --with-needed, or --select={needed.Asset}."
            : $"Deploy {needed.Kind} first, or use --target=Deploy{(Only.IsEverything ? "" : " with --with-needed")}.";
}
