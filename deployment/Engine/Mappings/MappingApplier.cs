using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.References;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Mappings;

/// <summary>Replaces the names and identities in declarations by those of one environment.</summary>
internal sealed class MappingApplier(Mappings mappings, ICollection<Finding> findings)
{
    /// <summary>The kinds whose objects run as an identity, in the field <c>run_as</c>.</summary>
    private static readonly string[] Runners = ["jobs", "pipelines"];

    private const string RunAs = "run_as";

    private readonly Dictionary<(string Kind, string Name), NameMapping> byName = mappings.Names.ToDictionary(mapping =>
        (mapping.Kind, mapping.From)
    );

    private readonly Dictionary<string, RunAsMapping> byIdentity = mappings
        .RunAs.GroupBy(mapping => mapping.From, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(group => group.Key, group => group.First(), StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Changes the declarations in place, so that values keep their places in the file. Reports mappings that nothing uses.
    /// </summary>
    public MappedNames Apply(IEnumerable<Declaration> declarations)
    {
        var used = new HashSet<NameMapping>();
        var ranAs = new HashSet<RunAsMapping>();
        foreach (var declaration in declarations)
        {
            foreach (var reference in AssetReferences.In(declaration.Kind, declaration.Content))
                if (byName.TryGetValue((reference.To, reference.Value), out var mapping))
                {
                    reference.Token.Value = mapping.To;
                    used.Add(mapping);
                }

            if (
                Runners.Contains(declaration.Kind)
                && declaration.Content[RunAs] is JObject runAs
                && IdentityOf(runAs) is { } identity
                && For(identity) is { } other
            )
            {
                Put(runAs, other);
                ranAs.Add(other);
            }
        }

        // Entries for unknown objects are defaults and need not be used.
        foreach (var mapping in mappings.Names.Where(mapping => mapping.From != ReferenceTarget.Unknown && !used.Contains(mapping)))
            Unused(mapping.Line, mapping.Column, $"no declaration names the {AssetReferences.Target(mapping.Kind).Noun} {mapping.From}");
        foreach (var mapping in mappings.RunAs.Where(mapping => mapping.From != Mappings.Default && !ranAs.Contains(mapping)))
            Unused(mapping.Line, mapping.Column, $"nothing runs as {mapping.From}");

        return new MappedNames(mappings.File, [.. mappings.Names.Where(used.Contains)]);
    }

    private RunAsMapping? For(string identity) => byIdentity.GetValueOrDefault(identity) ?? byIdentity.GetValueOrDefault(Mappings.Default);

    private static string? IdentityOf(JObject runAs) =>
        runAs
            .Properties()
            .Where(property => property.Value.Type == JTokenType.String)
            .Select(property => (string?)property.Value)
            .FirstOrDefault(identity => !string.IsNullOrEmpty(identity));

    private static void Put(JObject runAs, RunAsMapping mapping)
    {
        if (runAs is { Count: 1 } && runAs[mapping.Field] is JValue same)
        {
            same.Value = mapping.To;
            return;
        }

        runAs.RemoveAll();
        runAs[mapping.Field] = mapping.To;
    }

    private void Unused(int line, int column, string message) =>
        findings.Add(
            new Finding
            {
                Severity = Severity.Warning,
                Code = "MAP002",
                File = mappings.File,
                Line = line,
                Column = column,
                Message = $"This mapping is not used: {message}. Remove it or correct the name.",
            }
        );
}
