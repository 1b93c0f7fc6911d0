using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Model;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Overlays;

/// <summary>Applies an environment's overlays, defaults and tags to declarations.</summary>
/// <param name="overlays">In the order in which they are applied.</param>
internal sealed class OverlayApplier(IReadOnlyList<Overlay> overlays, JObject? tags, ICollection<Finding> findings)
{
    private readonly HashSet<Overlay> used = [];

    /// <summary>Changes the declaration in place.</summary>
    public void Apply(AssetKind kind, Declaration declaration)
    {
        foreach (var overlay in overlays.Where(overlay => overlay.Kind == kind.Name && overlay.Names.Matches(declaration.Name)))
        {
            used.Add(overlay);
            Patch(kind, declaration, overlay).Apply(declaration.Content, overlay.Patch);
        }

        foreach (var (field, value) in kind.Defaults.Where(usual => !declaration.Content.ContainsKey(usual.Field)))
            declaration.Content[field] = SourceLocation.Move(
                value.DeepClone(),
                SourceLocation.Of(declaration.Content, declaration.File)
            );
        Tag(kind, declaration);
    }

    /// <summary>Warns of overlays that changed nothing.</summary>
    /// <param name="declared">All declarations that overlays can change.</param>
    public void WarnOfUnused(IReadOnlyList<Declaration> declared)
    {
        foreach (var overlay in overlays.Where(overlay => !used.Contains(overlay)))
        {
            var names = declared.Where(declaration => declaration.Kind == overlay.Kind).Select(declaration => declaration.Name).ToList();
            var known =
                names.Count == 0
                    ? $"No {overlay.Kind} are declared"
                    : $"Declared {overlay.Kind}: {NameList.Of(names, most: 10)}";
            findings.Add(
                SourceLocation
                    .Of(overlay.Field, null)
                    .Finding(
                        "OVL002",
                        $"overlay {overlay.Field.Name} matches nothing.{NameSuggestion.Suggest(overlay.Names.Text, names)} {known}.",
                        severity: Severity.Warning
                    )
            );
        }
    }

    private MergePatch Patch(AssetKind kind, Declaration declaration, Overlay overlay) =>
        new(
            // Lists inside an entry, such as depends_on, are short, so they are replaced as a whole.
            path => path.Contains('[', StringComparison.Ordinal) ? null : kind.Rules.KeyOf(path),
            kind.Rules.ToggleOf,
            (token, code, message) =>
            {
                // A pattern may match assets without a schedule to pause. That is intended and no finding.
                if (
                    code != "OVL002"
                    || overlay.Names.IsExact
                    || token is not JProperty { Value: JObject { Count: 1 } } field
                    || kind.Rules.ToggleOf(field.Name) is null
                )
                    findings.Add(
                        SourceLocation
                            .Of(token, null)
                            .Finding(code, message, declaration.Asset, code == "OVL002" ? Severity.Warning : Severity.Error)
                    );
            }
        );

    private void Tag(AssetKind kind, Declaration declaration)
    {
        if (tags is not { Count: > 0 } || kind.TagsField is not { } field)
            return;

        if (Filled(declaration.Content, field, new JObject()) is not JObject declared)
            return;

        if (kind.TagsList is not { } list)
            foreach (var tag in tags.Properties().Where(tag => !declared.ContainsKey(tag.Name)))
                declared.Add(tag.DeepClone());
        else if (Filled(declared, list, new JArray()) is JArray pairs)
            foreach (var tag in tags.Properties().Where(tag => !pairs.Any(pair => IsOf(pair, tag.Name))))
                pairs.Add(Placed(new JObject { ["key"] = tag.Name, ["value"] = tag.Value.DeepClone() }));
    }

    /// <summary>The field, which is made where there is none. One of another type gets a finding from the check of the kind.</summary>
    private JToken Filled(JObject holder, string field, JContainer empty)
    {
        if (holder[field] is null)
            holder[field] = Placed(empty);

        return holder[field]!;
    }

    private T Placed<T>(T token)
        where T : JToken => SourceLocation.Move(token, SourceLocation.Of(tags!.Parent ?? tags, null));

    private static bool IsOf(JToken pair, string key) => ((pair as JObject)?["key"] as JValue)?.Value as string == key;
}
