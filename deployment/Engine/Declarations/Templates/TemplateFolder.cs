namespace Layercake.Engine.Declarations.Templates;

/// <summary>The templates of one kind: <c>jobs/templates/</c>. Each is read once, when the first definition names it.</summary>
/// <param name="found">The files of that folder. A definition cannot name any other file.</param>
internal sealed class TemplateFolder(string folder, IReadOnlyList<FoundFile> found, ICollection<Finding> findings)
{
    /// <summary>The name of the folder inside the folder of the kind.</summary>
    public const string Name = "templates";

    private static readonly string[] Endings = [".json.hbs", ".hbs", ".json"];

    private readonly ILookup<string, FoundFile> byName = found
        .Where(file => NameOf(file) is not null)
        .ToLookup(file => NameOf(file)!, StringComparer.Ordinal);

    private readonly Dictionary<string, LoadedTemplate> read = new(StringComparer.Ordinal);

    private bool hasUnknownNames;

    public static bool Holds(FoundFile file) => file.Path.StartsWith(Name + "/", StringComparison.Ordinal);

    /// <summary>Whether the file can be a template.</summary>
    public static bool IsTemplate(FoundFile file) => NameOf(file) is not null;

    /// <summary>
    /// Null with a problem when there is no such template, or more than one. Null without a problem when the template has errors, which
    /// <see cref="Report"/> adds.
    /// </summary>
    /// <param name="definition">The file that names the template.</param>
    public Template? Find(string name, string definition, out string? problem)
    {
        var named = byName[name].ToList();
        var suggestion = NameSuggestion.Suggest(name, byName.Select(group => group.Key));
        problem = named.Count switch
        {
            1 => null,
            0 => $"There is no template {name} in {folder}/{Name}/.{suggestion} {Known()}",
            _ => $"There are two templates {name}: {string.Join(" and ", named.Select(file => file.File))}. Remove one of them.",
        };
        hasUnknownNames |= named.Count != 1;
        if (named.Count != 1)
            return null;

        if (!read.TryGetValue(name, out var loaded))
            read[name] = loaded = Read(named[0]);
        loaded.Definitions.Add(definition);
        return loaded.Template;
    }

    /// <summary>Adds a finding for each error in a used template, with the definitions that use it, and for each unused template.</summary>
    /// <param name="allLoaded">All definitions could be read, so a template without a definition is really unused.</param>
    public void Report(bool allLoaded)
    {
        foreach (var loaded in read.Values)
            foreach (var problem in loaded.Problems)
                findings.Add(problem with { Definitions = loaded.Definitions });

        // A definition with a wrong template name may mean any of them.
        foreach (
            var unused in byName
                .Where(group => allLoaded && !hasUnknownNames && !read.ContainsKey(group.Key))
                .Select(group => (group.Key, group.First().File))
        )
            findings.Add(
                new SourceLocation(unused.File, 0, 0).Finding(
                    "TPL009",
                    $"no definition in {folder}/ names the template {unused.Key}. Write \"template\": \"{unused.Key}\" in one, or "
                        + $"remove the file.",
                    severity: Severity.Warning
                )
            );
    }

    private static LoadedTemplate Read(FoundFile file)
    {
        var problems = new List<Finding>();
        if (FileReading.Bytes(file.FullPath, file.File, problems) is not { } bytes)
            return new LoadedTemplate(null, problems);

        try
        {
            return new LoadedTemplate(Template.Parse(file.File, JsonEncoding.Decode(bytes), problems), problems);
        }
        catch (JsonProblem problem)
        {
            problems.Add(new SourceLocation(file.File, problem.Line, problem.Column).Finding(problem.Code, problem.Message));
            return new LoadedTemplate(null, problems);
        }
    }

    private string Known() =>
        byName.Count == 0
            ? $"Add {folder}/{Name}/NAME.json."
            : $"Templates: {string.Join(", ", byName.Select(group => group.Key).Order(StringComparer.Ordinal))}.";

    private static string? NameOf(FoundFile file) =>
        Endings.FirstOrDefault(ending => file.Path.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) is { } known
            ? file.Path[(Name.Length + 1)..^known.Length]
            : null;

    private sealed record LoadedTemplate(Template? Template, List<Finding> Problems)
    {
        public List<string> Definitions { get; } = [];
    }
}
