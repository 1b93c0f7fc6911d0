namespace Layercake.Engine.Kinds.Model;

/// <summary>The result of reading objects by their ids. An id that is in neither list does not exist.</summary>
/// <param name="Refused">By id, the answer for objects that may exist and may not be read.</param>
internal sealed record ObjectsById(IReadOnlyList<LiveAsset> Found, IReadOnlyDictionary<string, string> Refused)
{
    public ObjectsById(IReadOnlyList<LiveAsset> found)
        : this(found, new Dictionary<string, string>()) { }
}
