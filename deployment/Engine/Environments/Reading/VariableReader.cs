using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Layercake.Engine.Declarations;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Environments.Reading;

/// <summary>
/// Collects the variables of all environments, of one environment and of the command line; later values replace earlier ones.
/// </summary>
internal sealed partial class VariableReader(ICollection<Finding> findings)
{
    /// <summary>In the folder of the environments' files, so no environment can have this name.</summary>
    public const string BaseFile = "variables.json";

    public ImmutableDictionary<string, EnvironmentVariable> Variables { get; private set; } =
        ImmutableDictionary<string, EnvironmentVariable>.Empty;

    /// <param name="document">With places attached to its tokens.</param>
    public void Add(JObject document)
    {
        foreach (var field in document.Properties().Where(field => field.Name != "$schema"))
            if (Name().IsMatch(field.Name))
                Set(field.Name, field.Value, SourceLocation.Of(field, null));
            else
                findings.Add(
                    SourceLocation
                        .Of(field, null)
                        .Finding(
                            "VAR004",
                            $"{field.Name} cannot be a variable's name: letters, digits, _ and - after a letter or _. Rename it."
                        )
                );
    }

    /// <summary>A value of the command line has the type of the one that it replaces; a new one is a text.</summary>
    public void Add(IReadOnlyDictionary<string, string> given)
    {
        var commandLine = new SourceLocation(null, 0, 0);
        foreach (var (name, text) in given.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            if (!Name().IsMatch(name))
                findings.Add(
                    commandLine.Finding(
                        "VAR004",
                        $"--var={name}=…: {name} cannot be a variable's name: letters, digits, _ and - after a letter or _."
                    )
                );
            else if (Value(text, Variables.GetValueOrDefault(name)?.Value) is { } value)
                Set(name, SourceLocation.Mark(value, _ => commandLine), commandLine);
            else
                findings.Add(
                    commandLine.Finding(
                        "VAR004",
                        $"--var={name}=…: {name} is {Described(Variables[name].Value)} ({Shown(Variables[name].Place)}), and the "
                            + $"value given is none. Give it as JSON has it."
                    )
                );
    }

    private void Set(string name, JToken value, SourceLocation place) =>
        Variables = Variables.SetItem(name, new EnvironmentVariable(name, value, place));

    private static JToken? Value(string text, JToken? declared)
    {
        if (declared is null or { Type: JTokenType.String or JTokenType.Null })
            return new JValue(text);

        try
        {
            return JsonText.Parse($"{{\"value\":{text}\n}}") is { Count: 1 } parsed && Described(parsed["value"]!) == Described(declared)
                ? parsed["value"]
                : null;
        }
        catch (JsonProblem)
        {
            return null;
        }
    }

    private static string Described(JToken value) =>
        value.Type switch
        {
            JTokenType.Object => "an object",
            JTokenType.Array => "a list",
            JTokenType.Boolean => "true or false",
            JTokenType.Integer or JTokenType.Float => "a number",
            _ => "a text",
        };

    private static string Shown(SourceLocation place) => $"{place.File} line {place.Line}";

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_-]*$(?!\n)", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
