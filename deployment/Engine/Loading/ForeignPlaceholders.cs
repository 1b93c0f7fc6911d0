using System.Text.RegularExpressions;
using Layercake.Engine.Declarations;
using Layercake.Engine.Declarations.Templates;
using Layercake.Engine.Kinds.References;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Loading;

/// <summary>Finds placeholders of other tools, which nothing replaces here, and says what to write in their place.</summary>
/// <remarks>
/// An error where the text can be written otherwise (<c>$${</c> stands for <c>${</c>) or the service refuses it; a warning where it may be
/// meant as it stands.
/// </remarks>
internal static partial class ForeignPlaceholders
{
    /// <summary>The texts of these kinds have braces of their own, which whoever looks at them fills in.</summary>
    private static readonly string[] WithParameters = ["queries", "alerts", "dashboards", "publish"];

    /// <summary>Schemes of dbx by the kinds that they name.</summary>
    private static readonly Dictionary<string, string> Schemes = new(StringComparer.Ordinal)
    {
        ["cluster"] = "clusters",
        ["cluster-policy"] = "cluster-policies",
        ["instance-pool"] = "instance-pools",
        ["job"] = "jobs",
        ["pipeline"] = "pipelines",
        ["warehouse"] = "warehouses",
        ["query"] = "queries",
        ["dashboard"] = "dashboards",
        ["alert"] = "alerts",
    };

    private static readonly Dictionary<string, string> OfBundles = new(StringComparer.Ordinal)
    {
        ["bundle.target"] = "Write ${env.name}.",
        ["bundle.environment"] = "Write ${env.name}.",
        ["bundle.name"] = "Write ${env.deployment_name}, or the name itself.",
        ["bundle.git.branch"] = "Write ${git.branch}.",
        ["bundle.git.commit"] = "Write ${git.commit}.",
        ["workspace.root_path"] = "Write a path below notebooks/, or ${env.notebooks_path}.",
        ["workspace.file_path"] = "Write a path below notebooks/, or ${env.notebooks_path}.",
        ["workspace.artifact_path"] = "Write a path below notebooks/, or ${env.notebooks_path}.",
    };

    public static void Check(Declaration declaration, ICollection<Finding> findings)
    {
        foreach (var value in declaration.Content.Descendants().OfType<JValue>())
            if (value.Value is string text)
                foreach (var (placeholder, remedy, severity) in In(text, WithParameters.Contains(declaration.Kind)))
                    findings.Add(
                        FieldText
                            .PlaceOf(value, placeholder, declaration.File)
                            .Finding(
                                "VAR005",
                                $"{PathInFile.Of(value)} has {placeholder}, {remedy}",
                                declaration.Asset,
                                Of(value, placeholder, severity)
                            )
                    );
    }

    /// <summary>A parameter may hold any address, which whoever reads it understands.</summary>
    private static Severity Of(JValue value, string placeholder, Severity severity) =>
        placeholder.Contains("://", StringComparison.Ordinal) && value.Path.Contains("parameters", StringComparison.Ordinal)
            ? Severity.Warning
            : severity;

    private static IEnumerable<(string Placeholder, string Remedy, Severity Severity)> In(string text, bool hasParameters)
    {
        foreach (Match match in Bundle().Matches(text))
            yield return (
                match.Value,
                $"a placeholder of Databricks Asset Bundles, which nothing replaces here. {OfBundle(match.Groups["name"].Value)}",
                Severity.Error
            );
        if (Scheme().Match(text) is { Success: true } scheme && Remedy(scheme) is { } remedy)
            yield return (scheme.Value, $"as dbx reads it, which means nothing here. {remedy}", Severity.Error);
        if (hasParameters)
            yield break;

        foreach (Match match in Token().Matches(text))
            yield return (
                match.Value,
                "a token that other tools replace and this one does not. "
                    + $"Write ${{var.{Variable(match.Groups["name"].Value)}}} and give the variable a value for each environment.",
                Severity.Warning
            );
        foreach (Match match in Braces().Matches(text))
            if (!ServiceReferences.Contain(match.Groups["name"].Value) && !OfService().IsMatch(match.Groups["name"].Value))
                yield return (
                    match.Value,
                    "which is no reference that the service knows, and nothing replaces it here. "
                        + $"Write ${{var.{Variable(match.Groups["name"].Value)}}} and give the variable a value for each environment.",
                    Severity.Warning
                );
    }

    private static string OfBundle(string name) =>
        OfBundles.GetValueOrDefault(name)
        ?? (
            name.Split('.') is ["resources", _, var resource, ..]
                ? $"Write the name of what {resource} is called: names become ids here."
                : $"Write ${{var.{Variable(name)}}} and give the variable a value for each environment."
        );

    private static string? Remedy(Match uri)
    {
        var (scheme, rest) = (uri.Groups["scheme"].Value, uri.Groups["rest"].Value);
        return scheme switch
        {
            "file" or "file:fuse" => $"Put the file into notebooks/, and write its path below that folder: {rest}.",
            "service-principal" => "Write the application id of the service principal.",
            "instance-profile" => "Write the ARN of the instance profile.",
            _ when Schemes.TryGetValue(scheme, out var kind) =>
                $"Write {rest}: the name of the {AssetReferences.Target(kind).Noun} becomes its id here.",
            _ => null,
        };
    }

    private static string Variable(string name) => NotInNames().Replace(name, "_").Trim('_');

    [GeneratedRegex(@"(?<!\$)\$\{(?<name>(bundle|workspace|resources|artifacts)\.[^{}]*)\}")]
    private static partial Regex Bundle();

    // With a third slash it is an absolute path on the disk of a cluster, which the service knows.
    [GeneratedRegex(@"\A(?<scheme>file|file:fuse|[a-z]+(-[a-z]+)?)://(?<rest>[^/].*)\z", RegexOptions.Singleline)]
    private static partial Regex Scheme();

    [GeneratedRegex(@"#\{(?<name>[A-Za-z_][\w.\- ]*)\}#?")]
    private static partial Regex Token();

    [GeneratedRegex(@"(?<!\\)\{\{\s*(?<name>[A-Za-z_][\w.\-]*)\s*\}\}")]
    private static partial Regex Braces();

    // Others of its groups than are known here.
    [GeneratedRegex(@"\A(job|task|tasks|workspace|input|backfill)(\.|\z)")]
    private static partial Regex OfService();

    [GeneratedRegex(@"\W+")]
    private static partial Regex NotInNames();
}
