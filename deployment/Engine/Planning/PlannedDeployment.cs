using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Memory;
using Layercake.Engine.Secrets;

namespace Layercake.Engine.Planning;

/// <summary>A plan together with what was read to make it, so that it can be applied without reading again.</summary>
public sealed record PlannedDeployment
{
    public required Plan Plan { get; init; }

    /// <summary>Everything found while planning; with an error among them the plan must not be applied.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>Why the plan, right as it is, may not be carried out without someone's word; empty when it may.</summary>
    public IReadOnlyList<Finding> Refusals { get; init; } = [];

    /// <summary>Assets, as kind and name, that an approved plan was to change and that are as it says already.</summary>
    public IReadOnlyList<string> DoneAlready { get; init; } = [];

    /// <summary>Assets, as kind and name, that the run would be about if it had no selection.</summary>
    public IReadOnlyList<string> NotSelected { get; init; } = [];

    /// <summary>Assets, as kind and name, that were not selected and are taken along, because what is selected needs them.</summary>
    public IReadOnlyList<string> TakenAlong { get; init; } = [];

    public bool HasErrors => Findings.Any(finding => finding.Severity == Severity.Error);

    public required IReadOnlyDictionary<string, Declaration> Declarations { get; init; }

    /// <summary>By kind.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<LiveAsset>> Live { get; init; }

    public required Manifest Manifest { get; init; }

    /// <summary>The record goes too when nothing is left of what it names.</summary>
    internal bool EndsRecord => Plan.Destroys;

    /// <summary>Which object each declaration is about.</summary>
    internal KnownObjects Known { get; init; } = new(Listings.None, new Dictionary<string, ObjectMatch>());

    /// <summary>Ids of objects that an earlier deployment left running and that could be found, by asset.</summary>
    internal IReadOnlyDictionary<string, string> PendingStops { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// Assets that a deployment that was cut short began to create, and that are created again or forgotten, because no read shows them.
    /// Reads may lag, so they are looked for once more before anything is written.
    /// </summary>
    internal IReadOnlyList<string> InterruptedCreations { get; init; } = [];

    /// <summary>What somebody changed, Git does not declare and no write takes back, by asset.</summary>
    internal IReadOnlyDictionary<string, IReadOnlyList<FieldChange>> Stays { get; init; } =
        new Dictionary<string, IReadOnlyList<FieldChange>>();

    /// <summary>The object that the change is about as it was when the plan was made; null when it was not listed.</summary>
    internal LiveAsset? Held(Change change) => Live.GetValueOrDefault(change.Kind)?.FirstOrDefault(asset => asset.Id == change.Id);

    /// <summary>What is put in the place of references when declarations are sent.</summary>
    internal ResolvedSecrets Secrets { get; init; } = ResolvedSecrets.None;

    /// <summary>Unchanged assets that the manifest does not know yet, or knows with older versions of their secrets.</summary>
    public required IReadOnlyList<ManifestEntry> Adoptions { get; init; }
}
