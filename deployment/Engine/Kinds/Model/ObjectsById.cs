namespace Layercake.Engine.Kinds.Model;

/// <summary>What became of objects that were asked for by their ids; what is in neither list is not there.</summary>
/// <param name="Refused">By id, what the workspace said about objects that may be there and may not be seen.</param>
public sealed record ObjectsById(IReadOnlyList<LiveAsset> Found, IReadOnlyDictionary<string, string> Refused)
{
    public ObjectsById(IReadOnlyList<LiveAsset> found)
        : this(found, new Dictionary<string, string>()) { }
}
