namespace Layercake.Engine.Declarations.Templates;

/// <summary>The templates of one kind: <c>jobs/templates/</c>. Each is read when a definition asks for it, and once.</summary>
/// <param name="found">The files of that folder; nothing else on this machine can be named.</param>
internal sealed class TemplateFolder(string folder, IReadOnlyList<FoundFile> found, ICollection<Finding> findings)
{
    /// <summary>The folder's name within the kind's.</summary>
    public const string Name = "templates";

    private static readonly string[] Endings = [".json.hbs", ".hbs", ".json"];

    private readonly ILookup<string, FoundFile> byName = found.Where(file => NameOf(file) is not null).ToLookup(file => NameOf(file)!, StringComparer.Ordinal);

    private readonly Dictionary<string, Template?> read = new(StringComparer.Ordinal);

    public static bool Holds(FoundFile file) => file.Path.StartsWith(Name + "/", StringComparison.Ordinal);

    /// <summary>Whether the file can be a template.</summary>
    public static bool IsTemplate(FoundFile file) => NameOf(file) is not null;

    /// <summary>Null and a problem when there is no such template or there are two, null alone when the template itself is wrong, which was told.</summary>
    public Template? Find(string name, out string? problem)
    {
        var named = byName[name].ToList();
        problem = named.Count switch
        {
            1 => null,
            0 => $"There is no template {name} in {folder}/{Name}/.{NearestName.Suggest(name, byName.Select(group => group.Key))} {Known()}",
            _ => $"There are two templates {name}: {string.Join(" and ", named.Select(file => file.File))}. Remove one of them.",
        };
        if (named.Count != 1)
            return null;

        if (!read.TryGetValue(name, out var template))
            read[name] = template = Read(named[0]);
        return template;
    }

    private Template? Read(FoundFile file)
    {
        if (FileReading.Bytes(file.FullPath, file.File, findings) is not { } bytes)
            return null;

        try
        {
            return Template.Parse(file.File, JsonEncoding.Decode(bytes), findings);
        }
        catch (JsonProblem problem)
        {
            findings.Add(new JsonPlace(file.File, problem.Line, problem.Column).Finding(problem.Code, problem.Message));
            return null;
        }
    }

    private string Known() => byName.Count == 0 ? $"Add {folder}/{Name}/NAME.json." : $"Templates: {string.Join(", ", byName.Select(group => group.Key).Order(StringComparer.Ordinal))}.";

    private static string? NameOf(FoundFile file) =>
        Endings.FirstOrDefault(ending => file.Path.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) is { } known ? file.Path[(Name.Length + 1)..^known.Length] : null;
}
