using System.Text.RegularExpressions;
using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Kinds.References;
using Layercake.Engine.Mappings;

namespace Layercake.Engine.Planning;

/// <summary>Checks that every name in a declaration means exactly one object.</summary>
/// <param name="prefix">What the environment puts before the names of declared assets: references are written without it.</param>
/// <param name="selection">What this deployment writes: all else must be there already.</param>
/// <param name="withdrawn">Objects that were deployed from Git, which no longer declares them.</param>
internal sealed partial class ReferenceCheck(
    AssetNames names,
    IReadOnlyDictionary<string, AssetKind> kinds,
    Selection selection,
    MappedNames mapped,
    string prefix,
    IReadOnlySet<(string Kind, string Id)> withdrawn
)
{
    public void Check(Declaration declaration, ICollection<Finding> findings)
    {
        foreach (var reference in AssetReferences.In(declaration.Kind, declaration.Content))
            if (ProblemOf(reference) is { } problem)
                findings.Add(At(declaration, reference, problem));
    }

    /// <summary>The workspace must not have two objects of the declared name.</summary>
    public void CheckDuplicates(Declaration declaration, ICollection<Finding> findings)
    {
        var duplicates = names.Live(declaration.Kind, declaration.Name);
        if (duplicates.Count > 1)
            findings.Add(
                At(
                    declaration,
                    null,
                    new Problem(
                        "REF002",
                        Renamed(duplicates) is { } renamed
                            ? $"its object {Ours(renamed, duplicates)} Rename or delete that one."
                            : $"the workspace has {duplicates.Count} {declaration.Kind} named {declaration.Name}: {List(duplicates)}. "
                                + "Rename or delete all but one."
                    )
                )
            );
    }

    /// <summary>What was deployed from here and got another name in the workspace by hand.</summary>
    private static LiveAsset? Renamed(IReadOnlyList<LiveAsset> duplicates) =>
        duplicates.FirstOrDefault(asset => asset.RenamedTo is not null);

    private static string Ours(LiveAsset renamed, IReadOnlyList<LiveAsset> duplicates) =>
        $"{renamed.Id} is called {renamed.RenamedTo} in the workspace, where its name belongs to another one by now: "
        + $"{List(duplicates.Where(other => other != renamed))}.";

    private Problem? ProblemOf(Reference reference)
    {
        if (OtherTarget(reference) is { } other)
            return new Problem(
                "REF006",
                $"{reference.Path} says {reference.Written}, the long form of {Article(other.Noun)}, and "
                    + $"{Article(reference.Target.Noun)} is named here. "
                    + $"Write {reference.Target.Marked(other.Unmarked(reference.Written)!)} or the plain name."
            );
        if (!names.IsName(reference) && names.HasId(reference.To, reference.Value))
            return null;

        return names.Refusal(reference.To) is { } refusal ? Unlisted(reference, refusal) : NotOneObject(reference);
    }

    private static ReferenceTarget? OtherTarget(Reference reference) =>
        reference.IsOwn
            ? null
            : AssetReferences.Targets.FirstOrDefault(other => other.Name != reference.To && other.Unmarked(reference.Written) is not null);

    private string Named(Reference reference) =>
        $"{reference.Path} names the {reference.Target.Noun} {reference.Value}{mapped.Origin(reference)}";

    /// <summary>The workspace does not list the objects that the reference could mean.</summary>
    private Problem Unlisted(Reference reference, string refusal)
    {
        var problem = $"{Named(reference)}, and the workspace does not list its {reference.Target.Plural}, so";
        return reference.IsMarked || !LooksLikeId().IsMatch(reference.Value)
            ? new Problem(
                "REF004",
                $"{problem} its id cannot be found: {refusal} Give the id, or let the deploying identity see them."
            )
            : new Problem("REF005", $"{problem} it is sent as it stands: {refusal}", Severity.Warning);
    }

    private Problem? NotOneObject(Reference reference)
    {
        var found = names.Live(reference.To, reference.Value);
        return (found.Count, names.Declared(reference.To, reference.Value)) switch
        {
            (1, null) when withdrawn.Contains((reference.To, found[0].Id)) => new Problem(
                "REF010",
                $"{Named(reference)}, which was deployed from Git and is not declared there any more, so no other environment would have "
                    + "it. Declare it again, or name another.",
                Severity.Warning
            ),
            (1, _) => null,
            ( > 1, _) => new Problem(
                "REF002",
                Renamed(found) is { } renamed
                    ? $"{Named(reference)}, whose object {Ours(renamed, found)} Rename or delete that one{OrId(reference)}."
                    : $"{Named(reference)}, but the workspace has {found.Count} of that name: {List(found)}. "
                        + $"Rename or delete all but one{OrId(reference)}."
            ),
            (0, { } declared) when selection.Takes(declared) => null,
            (0, { } declared) => new Problem(
                "REF003",
                $"{Named(reference)}, which {declared.File} declares but the workspace does not have yet. {selection.Remedy(declared)}"
            ),
            _ when reference.IsUnknown => new Problem(Reference.UnknownCode, reference.UnknownMessage),
            _ => new Problem(
                "REF001",
                $"{Named(reference)}, which neither Git nor the workspace has."
                    + $"{NameSuggestion.Suggest(reference.Value, Written(reference.To))} {Known(reference)}"
            ),
        };
    }

    /// <summary>What a part is of, nobody wrote.</summary>
    private static string OrId(Reference reference) => reference.IsOwn ? "" : ", or give the id";

    private string Known(Reference reference)
    {
        var target = reference.Target;
        if (target.Newer is { } newer && names.Declared(newer.Kind, prefix + reference.Value) is { } declared)
        {
            var noun = AssetReferences.Target(newer.Kind).Noun;
            return $"{declared.File} declares {Article(noun)} of that name, which is another kind: name it in {newer.Field}.";
        }

        var all = Written(target.Name);

        // An object that only the workspace has may have another name in each workspace.
        var hint =
            kinds.ContainsKey(target.Name) || NameSuggestion.Of(reference.Value, all) is not null
                ? ""
                : " If it is called otherwise here, say so in the environment's mappings.";
        return all.Count > 0
                ? $"Known {target.Plural}: {NameList.Of(all, most: 10)}.{hint}"
            : kinds.ContainsKey(target.Name) ? $"There are no {target.Plural}. Declare it in {target.Name}/."
            : $"There are no {target.Plural}. Create it in the workspace.";
    }

    /// <summary>The names that a declaration may use.</summary>
    private List<string> Written(string kind) =>
        [
            .. names
                .Names(kind)
                .Select(name => names.Declared(kind, name) is null ? name : name[prefix.Length..])
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];

    private static string Article(string noun) => $"{("aeiou".Contains(noun[0], StringComparison.Ordinal) ? "an" : "a")} {noun}";

    private static string List(IEnumerable<LiveAsset> duplicates) =>
        string.Join(
            ", ",
            duplicates
                .OrderBy(duplicate => duplicate.Id, StringComparer.Ordinal)
                .Select(duplicate => duplicate.Creator is null ? duplicate.Id : $"{duplicate.Id} (made by {duplicate.Creator})")
        );

    private static Finding At(Declaration declaration, Reference? reference, Problem problem) =>
        declaration.At(reference?.Token, problem.Code, problem.Message, problem.Severity);

    // Ids of all kinds: 0706-091500-abcdefgh, 0123456789abcdef, a GUID, a job's number.
    [GeneratedRegex("^([0-9A-Fa-f-]{16,36}|[0-9]{4}-[0-9]{6}-.+|[0-9]{12,})$")]
    private static partial Regex LooksLikeId();

    private sealed record Problem(string Code, string Message, Severity Severity = Severity.Error);
}
