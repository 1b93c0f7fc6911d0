using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.References;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Secrets;

/// <summary>Checks the secret references of declarations, without reading the vault.</summary>
/// <param name="prefix">The prefix of this environment's secret names.</param>
internal sealed class SecretCheck(string prefix)
{
    /// <param name="nameField">The field that the asset is found by; null where none of its own is.</param>
    /// <param name="readable">Fields whose text is shown to everyone who may see the object.</param>
    public void Check(Declaration declaration, string? nameField, IReadOnlyList<string> readable, ICollection<Finding> findings)
    {
        CheckReadable(declaration, readable, findings);
        var name = nameField is null ? null : declaration.Content[nameField];

        // Tokens with the same text are equal, wherever they stand; and what a part names its object by is told of the object.
        var names = AssetReferences
            .In(declaration.Kind, declaration.Content)
            .Where(reference => !reference.IsOwn)
            .Select(reference => reference.Token)
            .ToHashSet<JToken>(ReferenceEqualityComparer.Instance);
        foreach (var (token, text) in SecretText.In(declaration.Content))
        {
            CheckSyntax(declaration, token, text, findings);
            if (token == name)
                findings.Add(
                    At(
                        declaration,
                        token,
                        "SEC002",
                        $"{PathInFile.Of(token)} is what the {declaration.Kind} are found by, in plans and in the workspace, so it can "
                            + $"hold neither {SecretReference.Opening}…}} nor $${{. Give it a plain name."
                    )
                );
            else if (names.Contains(token))
                findings.Add(
                    At(
                        declaration,
                        token,
                        "SEC002",
                        $"{PathInFile.Of(token)} names another asset, so it can hold neither {SecretReference.Opening}…}} nor $${{. Give "
                            + "the name or the id itself."
                    )
                );
        }
    }

    private static void CheckReadable(Declaration declaration, IReadOnlyList<string> readable, ICollection<Finding> findings)
    {
        foreach (var (token, _) in SecretText.In(declaration.Content).Where(use => use.Text.HasReferences))
            if (token.Parent is JProperty field && field.Parent == declaration.Content && readable.Contains(field.Name))
                findings.Add(
                    FieldText
                        .PlaceOf(token, SecretReference.Opening, declaration.File)
                        .Finding(
                            "SEC005",
                            $"{PathInFile.Of(token)} is shown to everyone who may see {declaration.Asset}, so it can hold no secret. "
                                + $"In SQL, read it from a secret scope instead: secret('SCOPE', 'KEY').",
                            declaration.Asset
                        )
                );
    }

    private void CheckSyntax(Declaration declaration, JValue token, SecretText text, ICollection<Finding> findings)
    {
        foreach (var reference in text.References)
            if (reference.Problem(prefix) is { } problem)
                findings.Add(
                    FieldText
                        .PlaceOf(token, reference.ToString(), declaration.File)
                        .Finding("SEC001", $"{PathInFile.Of(token)}: {reference} {problem}", declaration.Asset)
                );

        if (text.IsUnfinished)
            findings.Add(
                At(
                    declaration,
                    token,
                    "SEC001",
                    $"{PathInFile.Of(token)}: {SecretReference.Opening} has no end. Add }} after the secret's name, or write $${{ for "
                        + $"the characters ${{ themselves."
                )
            );
    }

    /// <summary>A finding at a field of a declaration.</summary>
    public static Finding At(Declaration declaration, JToken token, string code, string message) =>
        declaration.At(token.Parent is JProperty field ? field : token, code, message);
}
