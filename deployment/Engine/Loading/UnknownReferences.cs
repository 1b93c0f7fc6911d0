using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.References;

namespace Layercake.Engine.Loading;

/// <summary>
/// Warns of references to <c>unknown</c>, which an export writes for an object that was gone, where no mapping has said what that is here.
/// </summary>
/// <remarks>The workspace may have an object of that name, so only a plan knows that it is an error.</remarks>
internal static class UnknownReferences
{
    /// <param name="declared">After the environment's mappings and prefix.</param>
    public static void Check(IReadOnlyList<Declaration> declared, ICollection<Finding> findings)
    {
        var assets = declared.Select(declaration => declaration.Asset).ToHashSet(StringComparer.Ordinal);
        foreach (var declaration in declared)
            foreach (var reference in AssetReferences.In(declaration.Kind, declaration.Content))
                if (reference.IsUnknown && !assets.Contains(AssetId.Of(reference.To, reference.Value)))
                    findings.Add(
                        declaration.At(reference.Token, Reference.UnknownCode, reference.UnknownMessage, Severity.Warning)
                    );
    }
}
