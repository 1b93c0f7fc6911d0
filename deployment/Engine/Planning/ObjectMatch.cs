using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Memory;

namespace Layercake.Engine.Planning;

/// <summary>Which object of the workspace a declaration is about, and whose it is.</summary>
internal sealed record ObjectMatch
{
    public required Declaration Declaration { get; init; }

    /// <summary>The object; null when there is none.</summary>
    public LiveAsset? Live { get; init; }

    /// <summary>What is remembered of this very object; null when nothing is, or when it is gone.</summary>
    public ManifestEntry? Entry { get; init; }

    /// <summary>What is remembered under the asset's name of an object that is not there any more.</summary>
    public ManifestEntry? Lost { get; init; }

    /// <summary>An object of the asset, or of its name, that is in the trash; null when there is none, or when another is in use.</summary>
    public LiveAsset? Trashed { get; init; }

    /// <summary>The asset's object at the place where it was until now, which it leaves; null when it stays where it is.</summary>
    public ManifestEntry? Left { get; init; }

    /// <summary>An earlier deployment began to create it and did not come to its end.</summary>
    public bool IsUnfinished { get; init; }

    /// <summary>
    /// What the workspace said about the object that is remembered, which may be there and may not be seen; null otherwise.
    /// </summary>
    public string? Refusal { get; init; }

    /// <summary>The asset's name until now, where the same object was deployed under another one.</summary>
    public string? Renamed => Entry is not null && Entry.Name != Declaration.Name ? Entry.Asset : null;

    /// <summary>Someone else made the object. A part of an object has no maker of its own.</summary>
    public bool IsForeign => Live is not null && Entry is null && !IsUnfinished && Declaration.BelongsTo.Count == 0;
}
