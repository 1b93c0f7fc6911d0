namespace Layercake.Engine.Declarations.Templates;

/// <summary>The templates of one kind: <c>jobs/templates/</c>. Each is read when a definition asks for it, and once.</summary>
/// <param name="found">The files of that folder; nothing else on this machine can be named.</param>
internal sealed class TemplateFolder(string folder, IReadOnlyList<FoundFile> found, ICollection<Finding> findings)
{
    /// <summary>The folder's name within the kind's.</summary>
    public const string Name = "templates";

    private static readonly string[] Endings = [".json.hbs", ".hbs", ".json"];

    private readonly ILookup<string, FoundFile> byName = found
        .Where(file => NameOf(file) is not null)
        .ToLookup(file => NameOf(file)!, StringComparer.Ordinal);

    private readonly Dictionary<string, Asked> read = new(StringComparer.Ordinal);

    private bool missed;

    public static bool Holds(FoundFile file) => file.Path.StartsWith(Name + "/", StringComparison.Ordinal);

    /// <summary>Whether the file can be a template.</summary>
    public static bool IsTemplate(FoundFile file) => NameOf(file) is not null;

    /// <summary>
    /// Null and a problem when there is no such template or there are two, null alone when the template itself is wrong, which is told in
    /// the end.
    /// </summary>
    /// <param name="definition">The file that asks for it.</param>
    public Template? Find(string name, string definition, out string? problem)
    {
        var named = byName[name].ToList();
        problem = named.Count switch
        {
            1 => null,
            0 =>
                $"There is no template {name} in {folder}/{Name}/.{NameSuggestion.Suggest(name, byName.Select(group => group.Key))} {Known()}",
            _ => $"There are two templates {name}: {string.Join(" and ", named.Select(file => file.File))}. Remove one of them.",
        };
        missed |= named.Count != 1;
        if (named.Count != 1)
            return null;

        if (!read.TryGetValue(name, out var asked))
            read[name] = asked = Read(named[0]);
        asked.Definitions.Add(definition);
        return asked.Template;
    }

    /// <summary>Says what is wrong with the templates that were asked for, once and of all that asked.</summary>
    /// <param name="isWhole">All definitions could be read, so a template that nobody asked for is not used.</param>
    public void Tell(bool isWhole)
    {
        foreach (var asked in read.Values)
            foreach (var problem in asked.Problems)
                findings.Add(problem with { Definitions = asked.Definitions });

        // A definition that names none of them may mean any.
        foreach (
            var unused in byName
                .Where(group => isWhole && !missed && !read.ContainsKey(group.Key))
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

    private static Asked Read(FoundFile file)
    {
        var problems = new List<Finding>();
        if (FileReading.Bytes(file.FullPath, file.File, problems) is not { } bytes)
            return new Asked(null, problems);

        try
        {
            return new Asked(Template.Parse(file.File, JsonEncoding.Decode(bytes), problems), problems);
        }
        catch (JsonProblem problem)
        {
            problems.Add(new SourceLocation(file.File, problem.Line, problem.Column).Finding(problem.Code, problem.Message));
            return new Asked(null, problems);
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

    private sealed record Asked(Template? Template, List<Finding> Problems)
    {
        public List<string> Definitions { get; } = [];
    }
}
