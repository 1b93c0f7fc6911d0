using Layercake.Engine.Declarations;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Model;

/// <summary>
/// A part of files and folders of the workspace that stands in files of its own, such as a list of <c>permissions/</c>: an export brings
/// these up to date with the files and folders.
/// </summary>
internal interface IPartOfPlaces : IExportedPart
{
    /// <summary>The path in the workspace of what a declared part is about; null where that is no file and no folder.</summary>
    string? PathOf(Declaration part);

    /// <param name="declared">What Git declares of the part today; null when it declares nothing.</param>
    /// <returns>The part as <paramref name="declared"/> has it.</returns>
    Task<JObject> ReadAsync(FoundPlace place, JObject? declared, CancellationToken ct);
}
