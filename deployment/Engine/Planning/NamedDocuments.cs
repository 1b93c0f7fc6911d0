using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.References;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Planning;

/// <summary>Documents of one kind with names where ids stand, and with marks at ids that a deployment has to replace.</summary>
internal sealed class NamedDocuments(string kind, AssetNames names)
{
    /// <summary>Follows the name of an object that gets another id in the plan.</summary>
    public const string NewIdMark = " (with its new id)";

    /// <summary>
    /// With every id replaced by its name in this workspace, so that both sides can be compared and people can read them.
    /// </summary>
    public JObject Named(JObject document) => AssetReferences.Translate(kind, document, names.NameOf);

    /// <summary>The same of what the workspace holds.</summary>
    public JObject OfWorkspace(JObject state) =>
        AssetReferences.Translate(
            kind,
            state,
            reference => reference.IsOwn ? names.NameOfId(reference) : names.NameOf(reference)
        );

    /// <summary>
    /// Marks ids whose objects are gone. Such an id equals the one in the baseline and must still be replaced: its object was deleted,
    /// and the object that has its name now has another id.
    /// </summary>
    public JObject WithMissingIdsMarked(JObject state) =>
        AssetReferences.Translate(
            kind,
            state,
            reference =>
                names.Knows(reference.To, reference.Value) || !names.IsListed(reference.To) ? null : $"{reference.Value} (no longer there)"
        );

    /// <summary>The declaration with a mark on every name of an asset that gets another id in this plan, and those assets.</summary>
    public (JObject Wanted, IReadOnlyList<string> Assets) WithNewIdsMarked(JObject wanted, IReadOnlySet<string> recreated)
    {
        if (recreated.Count == 0)
            return (wanted, []);

        var assets = new SortedSet<string>(StringComparer.Ordinal);
        var marked = AssetReferences.Translate(
            kind,
            wanted,
            reference =>
            {
                var asset = AssetId.Of(reference.To, reference.Value);
                if (!recreated.Contains(asset))
                    return null;

                assets.Add(asset);
                return reference.Value + NewIdMark;
            }
        );
        return (marked, [.. assets]);
    }
}
