using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Model;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Overlays;

/// <summary>Reads the overlays of an environment.</summary>
internal sealed class OverlayReader(IReadOnlyList<AssetKind> kinds, ICollection<Finding> findings)
{
    /// <summary>In the order in which they are applied: less specific before more specific.</summary>
    public IReadOnlyList<Overlay> Read(JObject? overlays) =>
        [.. NamePattern.InOrder((overlays?.Properties() ?? []).Select(Read).OfType<Overlay>(), overlay => overlay.Names)];

    private Overlay? Read(JProperty field)
    {
        var (kindName, name) = field.Name.Split('/', 2) is [var before, var after] ? (before, after) : (field.Name, "");
        var kind = kinds.FirstOrDefault(kind => kind.Name == kindName);
        var known = kinds.Where(kind => kind.NameField is not null).ToList();
        var patched = known.Select(kind => kind.Name).ToList();
        var problem =
            kind is null
                ? $"There is no kind {kindName}.{KindSuggestion.Suggest(kindName, known)} Write one of {string.Join(", ", patched)}, "
                    + $"a slash, and a name or a pattern: jobs/*."
            : kind.NameField is null ? $"The files of {kindName}/ are deployed as they are. Overlays change {string.Join(", ", patched)}."
            : name.Length == 0 ? $"It does not say which {kindName} are meant. Write {kindName}/* for all of them."
            : field.Value is not JObject ? "It must be an object with the fields that are different here: { … }."
            : null;
        if (problem is null && ((JObject)field.Value).Property(kind!.NameField!) is { } renaming)
        {
            findings.Add(
                SourceLocation
                    .Of(renaming, null)
                    .Finding(
                        "OVL003",
                        $"{kind.NameField} is what the {kind.Noun} is found by, so an overlay cannot change it. Use name_prefix, "
                            + $"or a variable in the declaration."
                    )
            );
            return null;
        }

        if (problem is null)
            return new Overlay(kindName, new NamePattern(name), field);

        findings.Add(SourceLocation.Of(field, null).Finding("OVL001", $"overlay {field.Name}: {problem}"));
        return null;
    }
}
