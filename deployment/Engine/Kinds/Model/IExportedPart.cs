using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Model;

/// <summary>A part that stands in the file of its object, such as a permission list: an export reads it with the object.</summary>
internal interface IExportedPart
{
    PartKind Kind { get; }

    /// <summary>The folder of the kind.</summary>
    string Name { get; }

    /// <summary>
    /// See <see cref="PartKind.IsPermission"/>: such a part is read only where a file has one, or where the export asks for it.
    /// </summary>
    bool IsPermission { get; }

    /// <summary>Called before the parts of the objects of a kind are read.</summary>
    /// <param name="objects">How many there are.</param>
    Task BeginAsync(AssetKind kind, int objects, CancellationToken ct) => Task.CompletedTask;

    /// <param name="declared">What Git declares of the part today; null when it declares nothing.</param>
    /// <returns>The part as <paramref name="declared"/> has it; null when these objects have no such part.</returns>
    Task<JObject?> ReadAsync(AssetKind kind, LiveAsset live, JObject? declared, CancellationToken ct);

    /// <summary>Whether Git declares what was read.</summary>
    bool IsSame(JObject part, JObject? declared);

    /// <summary>Puts the part into the document of its object, as a person would write it.</summary>
    /// <param name="before">The file as it is; null when there is none.</param>
    void Write(JObject document, JObject part, JObject? before);

    /// <summary>Takes over what the file has of the part, where the workspace was not asked for it.</summary>
    void Keep(JObject document, JObject? before);
}
