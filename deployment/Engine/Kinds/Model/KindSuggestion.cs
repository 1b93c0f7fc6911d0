using Layercake.Engine.Declarations;

namespace Layercake.Engine.Kinds.Model;

/// <summary>Finds the kind that was probably meant.</summary>
internal static class KindSuggestion
{
    /// <summary>The kind with nearly this name, or with its plural, which may look otherwise: <c>query</c>, <c>queries</c>.</summary>
    public static string? Of(string name, IReadOnlyCollection<AssetKind> kinds) =>
        NameSuggestion.Of(name, kinds.Select(kind => kind.Name)) ?? kinds.FirstOrDefault(kind => kind.Noun == name && !kind.IsPart)?.Name;

    /// <summary><c> Did you mean jobs?</c> with a blank before it, or nothing when no kind is near.</summary>
    public static string Suggest(string name, IReadOnlyCollection<AssetKind> kinds) =>
        Of(name, kinds) is { } near ? $" Did you mean {near}?" : "";
}
