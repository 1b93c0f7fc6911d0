using Layercake.Engine.Declarations;
using Layercake.Web.Access;
using Newtonsoft.Json.Linq;

namespace Layercake.Web.Configuration;

/// <summary>Reads an object strictly: what nobody asked for is refused in the end, and a null counts as not given.</summary>
/// <param name="path">Of the object, with a full stop at its end; empty for the document.</param>
internal sealed class Members(JObject document, string path, SourceFile source)
{
    private readonly HashSet<string> known = ["$schema"];

    public IEnumerable<JProperty> All => document.Properties().Where(property => property.Name != "$schema");

    /// <param name="expected">The end of a sentence: what the value must be.</param>
    /// <param name="read">Null for a value that is not right.</param>
    public T? Read<T>(string name, string expected, Func<JToken, T?> read)
        where T : class
    {
        known.Add(name);
        if (document.Property(name) is not { Value.Type: not JTokenType.Null } property)
            return null;
        if (read(property.Value) is { } value)
            return value;

        source.Add(property, "WEB002", $"{path}{name} must be {expected}.");
        return null;
    }

    public string? Text(string name, string expected, Func<string, bool>? isRight = null) =>
        Read(
            name,
            expected,
            token => token is JValue { Value: string { Length: > 0 } text } && isRight?.Invoke(text) != false ? text : null
        );

    /// <returns>Null when it is not there, or is no object.</returns>
    public Members? Object(string name, string expected) =>
        Read(name, expected, token => token as JObject) is { } inner ? new Members(inner, $"{path}{name}.", source) : null;

    /// <summary>The members that are named after an environment; others are findings.</summary>
    public IEnumerable<string> ByEnvironment(IReadOnlyList<string> environments)
    {
        foreach (var property in All)
            if (property.Name == RoleRules.AnyEnvironment || environments.Contains(property.Name, StringComparer.Ordinal))
                yield return property.Name;
            else
                source.Add(
                    property,
                    "WEB004",
                    $"{path}{property.Name}: there is no environment {property.Name}.{NameSuggestion.Suggest(property.Name, environments)} "
                        + $"Environments: {string.Join(", ", environments)}; {RoleRules.AnyEnvironment} stands for those not named."
                );
    }

    public bool HasObject(string name) => document[name] is JObject;

    public void RefuseOthers()
    {
        foreach (var property in All.Where(property => !known.Contains(property.Name)))
            source.Add(
                property,
                "WEB001",
                $"{path}{property.Name} is no member of the configuration.{NameSuggestion.Suggest(property.Name, known)} "
                    + $"Here may be {string.Join(", ", known.Skip(1).Order(StringComparer.Ordinal))}."
            );
    }
}

/// <summary>A file and what is wrong in it.</summary>
internal sealed record SourceFile(string Name, ICollection<Finding> Findings)
{
    public void Add(JToken? at, string code, string message)
    {
        var (line, column) = JsonPositions.Of(at);
        Findings.Add(
            new Finding
            {
                Severity = Severity.Error,
                Code = code,
                File = Name,
                Line = line,
                Column = column,
                Message = message,
            }
        );
    }
}
