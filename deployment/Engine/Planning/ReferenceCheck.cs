using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds;

namespace Layercake.Engine.Planning;

/// <summary>Sees to it that every name a declaration uses means exactly one thing.</summary>
/// <param name="selected">The kinds that this deployment writes: others must be there already.</param>
internal sealed class ReferenceCheck(AssetNames names, IReadOnlyDictionary<string, AssetKind> kinds, IReadOnlySet<string> selected)
{
    public void Check(Declaration declaration, ICollection<Finding> findings)
    {
        foreach (var reference in References.In(declaration.Kind, declaration.Content))
            if (Problem(reference) is { } problem)
                findings.Add(At(declaration, reference, problem.Code, $"{reference.Token.Path} names the {kinds[reference.To].Noun} {reference.Value}, {problem.Message}"));
    }

    /// <summary>The declared asset itself must not stand for two objects either.</summary>
    public void CheckTwins(Declaration declaration, ICollection<Finding> findings)
    {
        var twins = names.Live(declaration.Kind, declaration.Name);
        if (twins.Count > 1)
            findings.Add(At(declaration, null, "REF002", $"the workspace has {twins.Count} {declaration.Kind} named {declaration.Name}: {List(twins)}. Rename or delete all but one."));
    }

    private (string Code, string Message)? Problem(Reference reference)
    {
        if (names.NameOf(reference.To, reference.Value) is not null)
            return null;

        var found = names.Live(reference.To, reference.Value);
        return (found.Count, names.Declared(reference.To, reference.Value)) switch
        {
            (1, _) => null,
            ( > 1, _) => ("REF002", $"but the workspace has {found.Count} of that name: {List(found)}. Rename or delete all but one, or give the id."),
            (0, not null) when selected.Contains(reference.To) => null,
            (0, { } declared) => ("REF003", $"which {declared.File} declares but the workspace does not have yet. Deploy {reference.To} first, or use --target=Deploy."),
            _ => ("REF001", $"which neither Git nor the workspace has.{NearestName.Suggest(reference.Value, names.Names(reference.To))} {Known(reference.To)}"),
        };
    }

    private string Known(string kind)
    {
        var all = names.Names(kind).ToList();
        return all.Count == 0 ? $"There are no {kind}. Declare it in {kind}/." : $"Known {kind}: {string.Join(", ", all.Take(10))}{(all.Count > 10 ? $" and {all.Count - 10} more" : "")}.";
    }

    private static string List(IEnumerable<LiveAsset> twins) =>
        string.Join(", ", twins.OrderBy(twin => twin.Id, StringComparer.Ordinal).Select(twin => twin.Creator is null ? twin.Id : $"{twin.Id} (made by {twin.Creator})"));

    private static Finding At(Declaration declaration, Reference? reference, string code, string message) => declaration.At(reference?.Token, code, message);
}
