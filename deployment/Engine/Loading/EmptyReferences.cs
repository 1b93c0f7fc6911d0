using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.References;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Loading;

/// <summary>Finds empty texts where a declaration has to name an object or a file.</summary>
/// <remarks>A cluster without a pool or a policy is a cluster all the same.</remarks>
internal static class EmptyReferences
{
    private static readonly string[] Optional = ["instance-pools", "cluster-policies"];

    public static void Check(Declaration declaration, ICollection<Finding> findings)
    {
        foreach (var (to, token) in AssetReferences.EmptyIn(declaration.Kind, declaration.Content))
            findings.Add(
                declaration.At(
                    token.Parent,
                    "FLD009",
                    $"{PathInFile.Of(token)} is empty. Write the name of the {AssetReferences.Target(to).Noun}, or remove the field.",
                    Optional.Contains(to) ? Severity.Warning : Severity.Error
                )
            );

        foreach (
            var value in ReferenceTable
                .Paths.Where(rule => rule.Kind == declaration.Kind)
                .SelectMany(rule => rule.In(declaration.Content))
        )
            if (value is JValue { Value: string text } && string.IsNullOrWhiteSpace(text))
                findings.Add(
                    declaration.At(value.Parent, "FLD009", $"{PathInFile.Of(value)} is empty. Write a path, or remove the field.")
                );
    }
}
