using Layercake.Engine.Declarations;
using Layercake.Engine.Secrets;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Variables;

/// <summary>
/// Replaces variables in keys and in texts. A text that is one variable and nothing else becomes the value itself, of any type.
/// </summary>
internal sealed class VariableReplacement(Func<VariableName, JToken> valueOf)
{
    /// <summary>Called with the token that has the problem; without it, problems are thrown.</summary>
    public Action<JToken, VariableProblem>? Tell { get; init; }

    /// <summary>Changes the document in place.</summary>
    public void Replace(JContainer document)
    {
        foreach (var child in document.Children().ToList())
            switch (child)
            {
                case JProperty field:
                    Replace(WithKey(field));
                    break;
                case JContainer container:
                    Replace(container);
                    break;
                case JValue { Value: string text } value when VariableText.Parse(text) is { } variables:
                    Try(value, () => ReplaceValue(value, variables));
                    break;
            }
    }

    private void ReplaceValue(JValue value, VariableText text)
    {
        if (!IsUsable(value, text))
            return;

        if (text.Alone is not { } variable)
            value.Value = text.With(name =>
                VariableValues.AsText(valueOf(name))
                ?? throw new VariableProblem(
                    "VAR003",
                    $"{name} is {Described(valueOf(name))}, so it must stand alone in its double quotes."
                )
                {
                    Variable = name.ToString(),
                }
            );
        else if (valueOf(variable) is var whole && whole is JValue { Value: string alone })
            value.Value = alone;
        else
        {
            var copy = whole.DeepClone();
            value.Replace(copy is JValue ? SourceLocation.Move(copy, SourceLocation.Of(value, null)) : copy);
        }
    }

    private JProperty WithKey(JProperty field)
    {
        if (!field.Name.Contains("${", StringComparison.Ordinal))
            return field;

        var renamed = field;
        Try(
            field,
            () =>
            {
                var text = VariableText.Parse(field.Name);
                if (text is not null && !IsUsable(field, text))
                    return;

                // Keys are not processed again, so the escape is resolved here.
                var name = text is null ? field.Name : text.With(AsKey);
                if (SecretText.Parse(name) is { HasReferences: true } or { IsUnfinished: true })
                    throw new VariableProblem(
                        "SEC004",
                        $"{(text is null ? "" : $"it becomes {name}, and ")}the name of a field can hold no secret. Put "
                            + $"{SecretReference.Opening}…}} into a value, or write $${{ for the characters ${{ themselves."
                    );

                name = SecretText.Plain(name);
                if (name == field.Name)
                    return;
                if (field.Parent is JObject fields && fields.ContainsKey(name))
                    throw new VariableProblem("VAR003", $"{field.Name} becomes {name}, which stands here already. Remove one of them.");

                renamed = SourceLocation.Move(new JProperty(name, field.Value), SourceLocation.Of(field, null));
                field.Replace(renamed);
            }
        );
        return renamed;
    }

    private string AsKey(VariableName name) =>
        VariableValues.AsText(valueOf(name))
        ?? throw new VariableProblem("VAR003", $"{name} is {Described(valueOf(name))}, which cannot be the name of a field.");

    /// <summary>Whether all variables have values; each one without a value is reported.</summary>
    private bool IsUsable(JToken token, VariableText text)
    {
        var usable = true;
        if (text.IsUnfinished)
            Fail(
                new VariableProblem(
                    "VAR003",
                    "this begins a variable that has no end. Add } after its name, or write $${ for the characters ${ themselves."
                )
            );
        foreach (var name in text.Names)
            Try(token, () => valueOf(name), () => usable = false, name.ToString());

        return usable;

        void Fail(VariableProblem problem) => Try(token, () => throw problem, () => usable = false);
    }

    private void Try(JToken token, Action replace, Action? otherwise = null, string variable = "")
    {
        try
        {
            replace();
        }
        catch (VariableProblem problem) when (Tell is not null)
        {
            if (problem.Variable.Length == 0)
                problem.Variable = variable;
            Tell(token, problem);
            otherwise?.Invoke();
        }
    }

    private static string Described(JToken value) =>
        value.Type switch
        {
            JTokenType.Object => "an object",
            JTokenType.Array => "a list",
            _ => "null",
        };
}
