using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.ResourceManager.Templates;

/// <summary>Gives the expressions of a template their values.</summary>
internal sealed class Evaluator(TemplateScope scope, JObject parameters, JObject variables)
{
    private readonly Dictionary<string, JToken> known = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> underWay = new(StringComparer.OrdinalIgnoreCase);

    public TemplateScope Scope => scope;

    /// <summary>A copy in which every expression has become its value.</summary>
    /// <exception cref="TemplateException">An expression cannot be read or has no value.</exception>
    public JToken Evaluate(JToken token) =>
        token switch
        {
            JObject body => new JObject(
                body.Properties().Select(property => new JProperty((string)Evaluate(property.Name)!, Evaluate(property.Value)))
            ),
            JArray items => new JArray(items.Select(Evaluate)),
            JValue { Value: string text } when text.StartsWith("[[", StringComparison.Ordinal) => text[1..],
            JValue { Value: string text } when text.StartsWith('[') && text.EndsWith(']') => Evaluate(ExpressionReader.Read(text[1..^1])),
            _ => token.DeepClone(),
        };

    public JToken Parameter(string name) =>
        parameters.TryGetValue(name, StringComparison.OrdinalIgnoreCase, out var value)
            ? value.DeepClone()
            : throw new TemplateException($"the template parameter '{name}' is not found");

    public JToken Variable(string name)
    {
        if (known.TryGetValue(name, out var value))
            return value.DeepClone();

        if (!variables.TryGetValue(name, StringComparison.OrdinalIgnoreCase, out var declared))
            throw new TemplateException($"the template variable '{name}' is not found");

        if (!underWay.Add(name))
            throw new TemplateException($"the template variable '{name}' refers to itself");

        known[name] = Evaluate(declared);
        underWay.Remove(name);
        return known[name].DeepClone();
    }

    private JToken Evaluate(Expression expression) =>
        expression switch
        {
            Expression.Literal literal => literal.Value.DeepClone(),
            Expression.Call call => Call(call),
            Expression.Property property => Property(Evaluate(property.Of), property.Name),
            Expression.Item item => Item(Evaluate(item.Of), Evaluate(item.Index)),
            _ => throw new InvalidOperationException($"There is no value of {expression}."),
        };

    private JToken Call(Expression.Call call)
    {
        // The branch that is not taken may well have no value.
        if (call.Function.Equals("if", StringComparison.OrdinalIgnoreCase) && call.Arguments.Count == 3)
            return Evaluate(call.Arguments[0]) is JValue { Value: bool yes }
                ? Evaluate(call.Arguments[yes ? 1 : 2])
                : throw new TemplateException("the first argument of the template function 'if' must be a boolean");

        return TemplateFunctions.Call(call.Function, this, [.. call.Arguments.Select(Evaluate)]);
    }

    private JToken Property(JToken of, string name)
    {
        if (of is JObject body && body.TryGetValue(name, StringComparison.OrdinalIgnoreCase, out var value))
            return value;

        if (scope.IsPreflight && of is JObject { Count: 0 })
            return new JObject();

        throw new TemplateException($"the language expression property '{name}' doesn't exist");
    }

    private JToken Item(JToken of, JToken index) =>
        (of, index) switch
        {
            (JObject, JValue { Value: string name }) => Property(of, name),
            (JArray items, JValue { Value: long number }) when number >= 0 && number < items.Count => items[(int)number],
            _ => throw new TemplateException($"the language expression index '{index}' doesn't exist"),
        };
}
