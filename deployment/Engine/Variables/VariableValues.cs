using System.Globalization;
using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Variables;

/// <summary>The values of the variables in this run, and which of them were used.</summary>
internal sealed class VariableValues(DeploymentEnvironment environment, GitFacts git)
{
    /// <summary>A limit in characters, since variables that repeat others grow fast.</summary>
    private const int MaxLength = 1024 * 1024;

    private readonly Dictionary<string, JToken> expanded = new(StringComparer.Ordinal);
    private readonly List<string> beingExpanded = [];
    private readonly HashSet<string> used = new(StringComparer.Ordinal);

    /// <summary>
    /// Settings of the environment that declarations may use. Without its addresses, which differ in a rehearsal in the local cloud.
    /// </summary>
    private readonly Dictionary<string, string?> settings = new(StringComparer.Ordinal)
    {
        ["name"] = environment.Name,
        ["location"] = environment.Infrastructure.Location,
        ["notebooks_path"] = environment.NotebooksPath,
        ["content_path"] = environment.ContentPath,
        ["init_scripts_destination"] = environment.InitScriptsDestination,
        ["libraries_destination"] = environment.LibrariesDestination,
        ["deployment_name"] = environment.DeploymentName,
        ["name_prefix"] = environment.NamePrefix,
    };

    private Dictionary<string, Func<string?>> Git => new(StringComparer.Ordinal) { ["branch"] = git.Branch, ["commit"] = git.Commit };

    /// <exception cref="VariableProblem">There is no such value.</exception>
    public JToken Of(VariableName variable) =>
        variable.Group switch
        {
            "env" => Text(
                settings.TryGetValue(variable.Name, out var setting)
                    ? setting
                        ?? throw new VariableProblem(
                            "VAR001",
                            $"{variable} has no value: the environment {environment.Name} does not set {variable.Name}. Set it, or "
                                + $"use a variable."
                        )
                    : throw Unknown(variable, settings.Keys)
            ),
            "git" => Text(
                Git.TryGetValue(variable.Name, out var fact)
                    ? fact()
                        ?? throw new VariableProblem(
                            "VAR001",
                            $"{variable} has no value: "
                                + $"{(variable.Name == "branch" ? "no branch is checked out here" : "this is no Git repository")}. Deploy "
                                + $"from a clone{(variable.Name == "branch" ? " with a branch" : "")}, or use a variable and --var."
                        )
                    : throw Unknown(variable, Git.Keys)
            ),
            _ => Declared(variable),
        };

    /// <summary>A warning for each variable that nothing uses. Use in the value of another variable counts.</summary>
    public IEnumerable<Finding> Unused() =>
        environment
            .Variables.Values.Where(variable => !used.Contains(variable.Name))
            .OrderBy(variable => variable.Name, StringComparer.Ordinal)
            .Select(UnusedFinding);

    private Finding UnusedFinding(EnvironmentVariable variable)
    {
        var shown = variable.Place.File is null ? $"--var={variable.Name}" : $"variable {variable.Name}";
        var others = environment.Variables.Keys.Where(name => name != variable.Name);
        return variable.Place.Finding(
            "VAR002",
            $"{shown} is used nowhere.{NameSuggestion.Suggest(variable.Name, others)} "
                + $"Write ${{var.{variable.Name}}} where it is meant, or remove it.",
            severity: Severity.Warning
        );
    }

    private JToken Declared(VariableName variable)
    {
        var steps = variable.Name.Split('.');
        if (!environment.Variables.TryGetValue(steps[0], out var declared))
            throw Unknown(variable, environment.Variables.Keys);

        used.Add(declared.Name);
        var value = Expanded(declared);
        foreach (var step in steps.Skip(1))
            value =
                (value as JObject)?[step]
                ?? throw new VariableProblem(
                    "VAR001",
                    $"{variable} has no value: the variable {steps[0]} holds no "
                        + $"{step}.{NameSuggestion.Suggest(step, (value as JObject)?.Properties().Select(field => field.Name) ?? [])}"
                );

        return value;
    }

    private JToken Expanded(EnvironmentVariable variable)
    {
        if (expanded.TryGetValue(variable.Name, out var known))
            return known;
        if (beingExpanded.Contains(variable.Name))
        {
            var circle = beingExpanded
                .SkipWhile(name => name != variable.Name)
                .Append(variable.Name)
                .Select(name => $"${{var.{name}}}");
            throw new VariableProblem(
                "VAR004",
                $"The variables go in a circle: {string.Join(" → ", circle)}. Give one of them a value."
            );
        }

        beingExpanded.Add(variable.Name);
        try
        {
            // In a list, since replacing needs a parent when the value is only a variable.
            var holder = new JArray(variable.Value.DeepClone());
            new VariableReplacement(Of).Replace(holder);
            if (holder.ToString(Formatting.None).Length > MaxLength)
                throw new VariableProblem(
                    "VAR004",
                    $"${{var.{variable.Name}}} becomes longer than 1 MB with the variables in it. Look for some that repeat others."
                );

            return expanded[variable.Name] = holder[0];
        }
        finally
        {
            beingExpanded.RemoveAt(beingExpanded.Count - 1);
        }
    }

    private VariableProblem Unknown(VariableName variable, IEnumerable<string> known)
    {
        var names = known.Order(StringComparer.Ordinal).ToList();
        var end =
            variable.Group == "var"
                ? $"Add it to variables in {environment.File}, or give --var={variable.Name.Split('.')[0]}=…"
                : $"There are {string.Join(", ", names)}";
        return new VariableProblem("VAR001", $"{variable} has no value.{NameSuggestion.Suggest(variable.Name, names)} {end}.");
    }

    // Escaped: text from elsewhere, such as the name of a branch, must not become a reference.
    private static JValue Text(string value) => new(value.Replace("${", VariableText.Escape, StringComparison.Ordinal));

    /// <summary>A value as a part of a text; null when it cannot be one.</summary>
    public static string? AsText(JToken value) =>
        value switch
        {
            JValue { Value: string text } => text,
            JValue { Type: JTokenType.Boolean } => value.ToString(Formatting.None),
            JValue { Type: JTokenType.Integer or JTokenType.Float } number => number.ToString(CultureInfo.InvariantCulture),
            _ => null,
        };
}
