using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Declarations.Templates;

/// <summary>Resolves names at one place of a template: in the current value, and in those of the blocks around it.</summary>
/// <param name="Outer">Null at the top.</param>
internal sealed record TemplateScope(JToken Current, TemplateScope? Outer)
{
    /// <summary>Names that start with <c>@</c>, and names from <c>as |x|</c>.</summary>
    private IReadOnlyDictionary<string, JToken> Data { get; init; } = new Dictionary<string, JToken>();

    private IReadOnlyDictionary<string, JToken> Named { get; init; } = new Dictionary<string, JToken>();

    private TemplateScope Root => Outer?.Root ?? this;

    public TemplateScope Inside(JToken value, IReadOnlyList<string> names, JToken? key = null) =>
        new(value, this)
        {
            Named = names
                .Zip(new[] { value, key ?? JValue.CreateNull() })
                .ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal),
        };

    public TemplateScope Entry(JToken value, JToken key, int index, int count, IReadOnlyList<string> names) =>
        Inside(value, names, key) with
        {
            Data = new Dictionary<string, JToken>
            {
                ["key"] = key,
                ["index"] = index,
                ["first"] = index == 0,
                ["last"] = index == count - 1,
            },
        };

    /// <summary>Null when there is no such name.</summary>
    public JToken? Find(TemplatePath path)
    {
        var scope = this;
        for (var up = 0; up < path.Up; up++)
            scope = scope?.Outer;

        if (scope is null)
            return null;
        if (path.IsData)
            return path.Steps is ["root", ..] ? Follow(Root.Current, path.Steps, 1)
                : path.Steps.Count == 1 ? scope.DataOf(path.Steps[0])
                : null;

        return path.Steps.Count == 0 ? scope.Current
            : path.Up == 0 && scope.NamedValue(path.Steps[0]) is { } named ? Follow(named, path.Steps, 1)
            : Follow(scope.Current, path.Steps, 0) ?? (path.Up == 0 ? Follow(Root.Current, path.Steps, 0) : null);
    }

    /// <summary>The names that are possible at the end of a path, for a suggestion.</summary>
    public IEnumerable<string> Names(TemplatePath path) =>
        (path.Steps.Count > 1 ? Find(path with { Steps = [.. path.Steps.SkipLast(1)] }) : Current) is JObject fields
            ? fields.Properties().Select(field => field.Name)
            : [];

    private JToken? DataOf(string name) => Data.GetValueOrDefault(name) ?? Outer?.DataOf(name);

    private JToken? NamedValue(string name) => Named.GetValueOrDefault(name) ?? Outer?.NamedValue(name);

    private static JToken? Follow(JToken? value, IReadOnlyList<string> steps, int from)
    {
        foreach (var step in steps.Skip(from))
            value = value switch
            {
                JObject fields => fields[step],
                JArray list when int.TryParse(step, out var index) && index >= 0 && index < list.Count => list[index],
                _ => null,
            };

        return value;
    }
}
