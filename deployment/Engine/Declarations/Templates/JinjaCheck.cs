using System.Text.RegularExpressions;

namespace Layercake.Engine.Declarations.Templates;

/// <summary>Finds syntax of another template language, Jinja, and suggests the syntax of this one.</summary>
internal static partial class JinjaCheck
{
    public static IEnumerable<TemplateProblem> In(string text) =>
        Statements()
            .Matches(text)
            .Select(match => new TemplateProblem("TPL006", $"{match.Value} is Jinja. {Instead(match)}", match.Index))
            .Concat(
                Filters()
                    .Matches(text)
                    .Select(match => new TemplateProblem(
                        "TPL006",
                        $"{match.Value} is Jinja. {Unfiltered(match.Groups["value"].Value, match.Groups["filter"].Value)}",
                        match.Index
                    ))
            );

    private static string Instead(Match statement)
    {
        var rest = statement.Groups["rest"].Value.Trim();
        return statement.Groups["word"].Value switch
        {
            "if" when Plain().IsMatch(rest) => $"Write {{{{#if {rest}}}}} … {{{{/if}}}}.",
            "if" =>
                "Write {{#if job.wanted}} … {{/if}}, and put the answer into the definition as true or false: templates do not compare.",
            "elif" => $"Write {{{{else if {(Plain().IsMatch(rest) ? rest : "job.wanted")}}}}}.",
            "else" => "Write {{else}}.",
            "endif" => "Write {{/if}}.",
            "for" when Loop().Match(rest) is { Success: true } loop =>
                $"Write {{{{#each {loop.Groups["list"].Value} as |{loop.Groups["name"].Value}|}}}} … {{{{/each}}}}.",
            "for" => "Write {{#each job.list as |entry|}} … {{/each}}.",
            "endfor" => "Write {{/each}}.",
            "set" => "Put the value into the definition.",
            "include" or "import" or "extends" or "block" or "endblock" or "macro" or "endmacro" =>
                "Templates cannot take in others here: write the text in its place.",
            _ when statement.Value.StartsWith("{#", StringComparison.Ordinal) => "A comment is written {{! … }}.",
            _ => "Templates here know {{#if}}, {{#unless}}, {{#each}} and {{#with}}.",
        };
    }

    private static string Unfiltered(string value, string filter) =>
        filter switch
        {
            "tojson" or "to_json" or "string" or "int" or "float" or "safe" or "e" or "escape" =>
                $"Write {{{{ {value} }}}}: every value is written as JSON, as the definition has it.",
            "default" or "d" => $"Write {{{{#if {value}}}}}{{{{ {value} }}}}{{{{else}}}}the default{{{{/if}}}}.",
            _ => $"Write {{{{ {value} }}}}, and put the finished value into the definition.",
        };

    [GeneratedRegex(
        @"\{%-?\s*(?<word>[a-z]+)\b(?<rest>.*?)-?%\}|\{#-?(?!(if|unless|each|with)\b)\s.*?-?#\}",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Statements();

    [GeneratedRegex(@"\{\{-?\s*(?<value>[\w.\[\]]+)\s*\|\s*(?<filter>\w+)[^{}]*\}\}", RegexOptions.CultureInvariant)]
    private static partial Regex Filters();

    [GeneratedRegex(@"^[\w.]+$", RegexOptions.CultureInvariant)]
    private static partial Regex Plain();

    [GeneratedRegex(@"^(?<name>\w+)\s+in\s+(?<list>[\w.]+)$", RegexOptions.CultureInvariant)]
    private static partial Regex Loop();
}
