using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.References;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Secrets;

/// <summary>Checks what declarations say about secrets, without asking the vault.</summary>
/// <param name="prefix">What the names of this environment's secrets start with.</param>
internal sealed class SecretCheck(string prefix)
{
    public void Check(Declaration declaration, ICollection<Finding> findings)
    {
        foreach (
            var field in declaration
                .Content.Descendants()
                .OfType<JProperty>()
                .Where(field => field.Name.Contains(SecretReference.Opening, StringComparison.Ordinal))
        )
            findings.Add(
                At(
                    declaration,
                    field,
                    "SEC004",
                    $"{field.Path}: the name of a field can hold no secret; it would be sent as it is written. Put "
                        + $"{SecretReference.Opening}…}} into a value."
                )
            );

        var names = AssetReferences.In(declaration.Kind, declaration.Content).Select(reference => reference.Token).ToHashSet();
        foreach (var (token, text) in SecretText.In(declaration.Content))
        {
            foreach (var (reference, problem) in text.References.Select(reference => (reference, reference.Problem(prefix))))
                if (problem is not null)
                    findings.Add(At(declaration, token, "SEC001", $"{token.Path}: {reference} {problem}"));

            if (text.IsUnfinished)
                findings.Add(
                    At(
                        declaration,
                        token,
                        "SEC001",
                        $"{token.Path}: {SecretReference.Opening} has no end. Add }} after the secret's name, or write $${{ for "
                            + $"the characters ${{ themselves."
                    )
                );
            if (text.Written == declaration.Name)
                findings.Add(
                    At(
                        declaration,
                        token,
                        "SEC002",
                        $"{token.Path} is what the {declaration.Kind} are found by, in plans and in the workspace, so it can hold "
                            + $"neither a secret nor $${{. Give it a plain name."
                    )
                );
            else if (names.Contains(token))
                findings.Add(
                    At(
                        declaration,
                        token,
                        "SEC002",
                        $"{token.Path} names another asset, so it can hold neither a secret nor $${{. Give the name or the id itself."
                    )
                );
        }
    }

    /// <summary>A finding at a field of a declaration.</summary>
    public static Finding At(Declaration declaration, JToken token, string code, string message) =>
        declaration.At(token.Parent is JProperty field ? field : token, code, message);
}
