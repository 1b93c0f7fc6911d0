using System.Text.RegularExpressions;
using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Kinds.References;
using Layercake.Engine.Mappings;

namespace Layercake.Engine.Planning;

/// <summary>Sees to it that every name a declaration uses means exactly one thing.</summary>
/// <param name="prefix">What the environment puts before the names of declared assets: references are written without it.</param>
/// <param name="selection">What this deployment writes: all else must be there already.</param>
internal sealed partial class ReferenceCheck(
    AssetNames names,
    IReadOnlyDictionary<string, AssetKind> kinds,
    Selection selection,
    MappedNames mapped,
    string prefix
)
{
    public void Check(Declaration declaration, ICollection<Finding> findings)
    {
        foreach (var reference in AssetReferences.In(declaration.Kind, declaration.Content))
            if (Problem(reference) is { } problem)
                findings.Add(At(declaration, reference, problem));
    }

    /// <summary>The declared asset itself must not stand for two objects either.</summary>
    public void CheckTwins(Declaration declaration, ICollection<Finding> findings)
    {
        var twins = names.Live(declaration.Kind, declaration.Name);
        if (twins.Count > 1)
            findings.Add(
                At(
                    declaration,
                    null,
                    new Trouble(
                        "REF002",
                        $"the workspace has {twins.Count} {declaration.Kind} named {declaration.Name}: {List(twins)}. Rename or "
                            + $"delete all but one."
                    )
                )
            );
    }

    private Trouble? Problem(Reference reference)
    {
        var path = reference.Token.Path;
        if (
            AssetReferences.Targets.FirstOrDefault(other => other.Name != reference.To && other.Unmarked(reference.Written) is not null) is
            { } other
        )
            return new Trouble(
                "REF006",
                $"{path} says {reference.Written}, the long form of {Article(other.Noun)}, and {Article(reference.Target.Noun)} is "
                    + $"named here. Write {reference.Target.Marked(other.Unmarked(reference.Written)!)} or the plain name."
            );
        if (!names.IsName(reference) && names.HasId(reference.To, reference.Value))
            return null;

        var named = $"{path} names the {reference.Target.Noun} {reference.Value}{mapped.Origin(reference)}";
        if (names.Refusal(reference.To) is { } refusal)
            return reference.IsMarked || !LooksLikeId().IsMatch(reference.Value)
                ? new Trouble(
                    "REF004",
                    $"{named}, and the workspace does not list its {reference.Target.Plural}, so its id cannot be found: {refusal} "
                        + $"Give the id, or let the deploying identity see them."
                )
                : new Trouble(
                    "REF005",
                    $"{named}, and the workspace does not list its {reference.Target.Plural}, so it is sent as it stands: {refusal}",
                    Severity.Warning
                );

        var found = names.Live(reference.To, reference.Value);
        return (found.Count, names.Declared(reference.To, reference.Value)) switch
        {
            (1, _) => null,
            ( > 1, _) => new Trouble(
                "REF002",
                $"{named}, but the workspace has {found.Count} of that name: {List(found)}. Rename or delete all but one, or give the id."
            ),
            (0, { } declared) when selection.Takes(declared) => null,
            (0, { } declared) => new Trouble(
                "REF003",
                $"{named}, which {declared.File} declares but the workspace does not have yet. {selection.Remedy(declared)}"
            ),
            _ when reference is { IsMarked: true, Value: ReferenceTarget.Unknown } => new Trouble(
                "REF007",
                $"{path} says {reference.Written}: the workspace it was exported from had no such {reference.Target.Noun} any "
                    + $"more. Name one, or give unknown an entry in the environment's mappings."
            ),
            _ => new Trouble(
                "REF001",
                $"{named}, which neither Git nor the workspace has.{NameSuggestion.Suggest(reference.Value, Written(reference.To))} "
                    + $"{Known(reference)}"
            ),
        };
    }

    private string Known(Reference reference)
    {
        var target = reference.Target;
        var all = Written(target.Name);

        // What only the workspace has may have another name in each.
        var hint =
            kinds.ContainsKey(target.Name) || NameSuggestion.Of(reference.Value, all) is not null
                ? ""
                : " If it is called otherwise here, say so in the environment's mappings.";
        return all.Count > 0
                ? $"Known {target.Plural}: {string.Join(", ", all.Take(10))}{(all.Count > 10 ? $" and {all.Count - 10} more" : "")}.{hint}"
            : kinds.ContainsKey(target.Name) ? $"There are no {target.Plural}. Declare it in {target.Name}/."
            : $"There are no {target.Plural}. Create it in the workspace.";
    }

    /// <summary>The names that could have been written.</summary>
    private List<string> Written(string kind) =>
        [
            .. names
                .Names(kind)
                .Select(name => names.Declared(kind, name) is null ? name : name[prefix.Length..])
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];

    private static string Article(string noun) => $"{("aeiou".Contains(noun[0], StringComparison.Ordinal) ? "an" : "a")} {noun}";

    private static string List(IEnumerable<LiveAsset> twins) =>
        string.Join(
            ", ",
            twins
                .OrderBy(twin => twin.Id, StringComparer.Ordinal)
                .Select(twin => twin.Creator is null ? twin.Id : $"{twin.Id} (made by {twin.Creator})")
        );

    private static Finding At(Declaration declaration, Reference? reference, Trouble trouble) =>
        declaration.At(reference?.Token, trouble.Code, trouble.Message, trouble.Severity);

    // Ids of all kinds: 0706-091500-abcdefgh, 0123456789abcdef, a GUID, a job's number.
    [GeneratedRegex("^([0-9A-Fa-f-]{16,36}|[0-9]{4}-[0-9]{6}-.+|[0-9]{12,})$")]
    private static partial Regex LooksLikeId();

    private sealed record Trouble(string Code, string Message, Severity Severity = Severity.Error);
}
