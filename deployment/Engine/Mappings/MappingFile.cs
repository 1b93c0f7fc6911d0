using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.References;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Mappings;

/// <summary>Reads the file that maps names and identities for one environment.</summary>
internal sealed class MappingFile(string file, ICollection<Finding> findings)
{
    private const string Compute = "compute_name_mappings";
    private const string RunAs = "run_as_mappings";

    private static readonly string[] Identities = ["user_name", "service_principal_name"];

    private static readonly string[] ComputeKinds = ["clusters", "warehouses", "instance-pools", "cluster-policies"];

    /// <summary>
    /// The lists of names by their paths: <c>compute_name_mappings.cluster_name_mappings</c>, <c>job_name_mappings</c>.
    /// </summary>
    private static readonly Dictionary<string, string> Lists = AssetReferences.Targets.ToDictionary(
        target => (ComputeKinds.Contains(target.Name) ? $"{Compute}." : "") + (target.Word.ToLowerInvariant() + "_name_mappings"),
        target => target.Name
    );

    private readonly List<NameMapping> names = [];
    private readonly List<RunAsMapping> runAs = [];

    /// <param name="file">As findings show it.</param>
    public static Mappings Read(string fullPath, string file, ICollection<Finding> findings)
    {
        if (JsonText.Load(fullPath, file, findings) is not { } document)
            return Mappings.None;

        var reader = new MappingFile(file, findings);
        foreach (var property in document.Properties().Where(property => property.Name != "$schema"))
            reader.Section(property, property.Name);

        return new Mappings
        {
            File = file,
            Names = reader.names,
            RunAs = reader.runAs,
        };
    }

    private void Section(JProperty section, string path)
    {
        if (path != Compute && path != RunAs && !Lists.ContainsKey(path))
            Add(
                section,
                Lists.ContainsKey($"{Compute}.{path}")
                    ? $"{path} belongs into {Compute}: {{ \"{Compute}\": {{ \"{path}\": … }} }}."
                    : $"{path} is no list of mappings.{NameSuggestion.Suggest(path, Lists.Keys.Append(Compute).Append(RunAs))} The "
                        + $"lists are described in docs/mappings.md."
            );
        else if (section.Value is not JObject entries)
            Add(section, $"{path} must be an object{ObjectExample(path)}");
        else if (path == Compute)
            foreach (var inner in entries.Properties())
                Section(inner, $"{Compute}.{inner.Name}");
        else
            foreach (var entry in entries.Properties())
                if (path == RunAs)
                    Identity(entry);
                else
                    Name(entry, path);
    }

    private void Name(JProperty entry, string list)
    {
        var (line, column) = JsonPositions.Of(entry);
        if (IsText(entry.Value) && !string.IsNullOrWhiteSpace(entry.Name))
            names.Add(new NameMapping(Lists[list], entry.Name, (string)entry.Value!, line, column));
        else
            Add(entry, $"{list}: {Shown(entry.Name)} must be mapped to a name, as a text in double quotes that is not empty.");
    }

    private void Identity(JProperty entry)
    {
        var (line, column) = JsonPositions.Of(entry);
        if (
            entry.Value is JObject { Count: 1 } identity
            && identity.Properties().First() is var field
            && Identities.Contains(field.Name)
            && IsText(field.Value)
            && !string.IsNullOrWhiteSpace(entry.Name)
        )
            runAs.Add(new RunAsMapping(entry.Name, field.Name, (string)field.Value!, line, column));
        else
            Add(
                entry,
                $$"""{{RunAs}}: {{Shown(entry.Name)}} must be mapped to { "user_name": "…" } or """
                    + """{ "service_principal_name": "application id" }, and to nothing else."""
            );
    }

    private static string ObjectExample(string path) =>
        path switch
        {
            Compute => " of lists such as cluster_name_mappings.",
            RunAs => """ such as { "default": { "user_name": "…" } }.""",
            _ => """ such as { "name in Git": "name here" }.""",
        };

    private static bool IsText(JToken value) => value.Type == JTokenType.String && !string.IsNullOrWhiteSpace((string)value!);

    private static string Shown(string name) => string.IsNullOrWhiteSpace(name) ? "an empty name" : name;

    private void Add(JProperty property, string message)
    {
        var (line, column) = JsonPositions.Of(property);
        findings.Add(
            new Finding
            {
                Severity = Severity.Error,
                Code = "MAP001",
                File = file,
                Line = line,
                Column = column,
                Message = message,
            }
        );
    }
}
