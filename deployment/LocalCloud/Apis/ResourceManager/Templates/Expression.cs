using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.ResourceManager.Templates;

/// <summary>A part of a template's expression, as it was read.</summary>
internal abstract record Expression
{
    public sealed record Literal(JToken Value) : Expression;

    public sealed record Call(string Function, IReadOnlyList<Expression> Arguments) : Expression;

    public sealed record Property(Expression Of, string Name) : Expression;

    public sealed record Item(Expression Of, Expression Index) : Expression;
}

/// <summary>What is wrong with a template, for its author.</summary>
internal sealed class TemplateException(string message) : Exception(message);
