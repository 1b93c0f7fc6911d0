using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Memory;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Planning;

/// <summary>Which object of the workspace a declaration is about, and whose it is.</summary>
internal sealed record ObjectMatch
{
    public required Declaration Declaration { get; init; }

    /// <summary>The object; null when there is none.</summary>
    public LiveAsset? Live { get; init; }

    /// <summary>What is remembered of this very object; null when nothing is, or when it is gone.</summary>
    public ManifestEntry? Entry { get; init; }

    /// <summary>
    /// What the last deployment is taken to have declared: of a part also what runs announced that were cut short. Null where nothing is
    /// remembered.
    /// </summary>
    public ManifestEntry? Last
    {
        get => field ?? Entry;
        init;
    }

    /// <summary>What is remembered under the asset's name of an object that is not there any more.</summary>
    public ManifestEntry? Lost { get; init; }

    /// <summary>An object of the asset, or of its name, that is in the trash; null when there is none, or when another is in use.</summary>
    public LiveAsset? Trashed { get; init; }

    /// <summary>The asset's object at the place where it was until now, which it leaves; null when it stays where it is.</summary>
    public ManifestEntry? Left { get; init; }

    /// <summary>What was deployed until now, which stays beside it; null when nothing was, or when it does not stay.</summary>
    public ManifestEntry? Earlier { get; init; }

    /// <summary>An earlier deployment began to create or to change it and did not come to its end.</summary>
    public bool IsUnfinished { get; init; }

    /// <summary>
    /// What the workspace said about the object that is remembered, which may be there and may not be seen; null otherwise.
    /// </summary>
    public string? Refusal { get; init; }

    /// <inheritdoc cref="LiveAsset.IsLeftToDeployer"/>
    public bool IsLeftToDeployer { get; init; }

    /// <summary>The asset's name until now, where the same object was deployed under another one.</summary>
    public string? Renamed => Entry is not null && Entry.Name != Declaration.Name ? Entry.Asset : null;

    /// <summary>
    /// The asset as which the object was deployed until now, whatever the manifest calls it by now; null when it had this name, and for
    /// files, which are their places.
    /// </summary>
    public string? MovedFrom(AssetKind kind) =>
        kind is not { NameField: { } field, IsPart: false } ? null
        : Entry?.Declared[field] is JValue { Value: string name } && name != Declaration.Name ? AssetId.Of(kind.Name, name)
        : Renamed;

    /// <summary>Someone else made the object. A part of an object has no maker of its own.</summary>
    public bool IsForeign => Live is not null && Entry is null && !IsUnfinished && Declaration.BelongsTo.Count == 0;

    /// <summary>
    /// Someone else made the object and no deployment has written it yet: it is taken over for its name, or as it was asked for.
    /// </summary>
    public bool IsAdoption => IsForeign || Entry is { Adopted: true, Unread: true };
}
