using Layercake.Engine.Kinds.Fields;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.FieldCatalogue;

/// <summary>One leaf of a schema, with an object of its own that has little else.</summary>
/// <param name="Form">The kind, and what is special about its objects.</param>
/// <param name="Steps">The fields from the root down.</param>
/// <param name="StartsAtSecond">Whether the second value is deployed first.</param>
internal sealed record CatalogueField(CatalogueForm Form, string Asset, IReadOnlyList<CatalogueStep> Steps, bool StartsAtSecond)
{
    /// <summary>Every leaf of every schema, but for the name of an object: another name is another object.</summary>
    public static IEnumerable<CatalogueField> All() =>
        CatalogueForm
            .Leaves()
            .Where(leaf => !leaf.Form.IsName(leaf.Steps))
            .SelectMany(leaf => NeedsBothOrders(leaf.Steps) ? new[] { (leaf, false), (leaf, true) } : [(leaf, false)])
            .Select((entry, at) => new CatalogueField(entry.leaf.Form, $"field-{at:0000}", entry.leaf.Steps, entry.Item2));

    public string Kind => Form.Kind;

    public FieldSchema Schema => Steps[^1].Field;

    /// <summary>The rule of the field or of the nearest field above it.</summary>
    public FieldRule? Rule => RuleOf(Steps);

    public FieldRemoval? Removal => Steps.Select(step => step.Field.Removal).FirstOrDefault(removal => removal is not null);

    /// <summary>The path as rules name it: <c>tasks[*].timeout_seconds</c>.</summary>
    public string Pattern => FieldValues.PatternOf(Steps);

    /// <summary>The path up to the first list that is compared whole, or map, without keys of entries.</summary>
    public string ComparedPattern =>
        FieldValues.PatternOf(
            [.. Steps.TakeWhile((step, at) => at == 0 || Steps[at - 1].Field is not { Type: FieldType.List, Key: null })]
        );

    public string File => $"{Kind}/{Asset}.json";

    public string Id => $"{Kind}.{Asset}";

    /// <summary>Whether the smallest object has the field in any case, so that it can be changed and not removed.</summary>
    public bool IsInEach => At(Declaration(null)) is not null;

    /// <summary>The declaration with this value, or without the field.</summary>
    public JObject Declaration(JToken? value)
    {
        var root = FieldValues.Root(Form, Asset);
        Fill(root, 0, value);
        return Form.Complete(root, Pattern);
    }

    /// <summary>The declaration without anything of the field's path.</summary>
    public JObject Smallest() => Form.Complete(FieldValues.Root(Form, Asset), "");

    public JToken Value(int which) => FieldValues.Of(Pattern, Schema, Rule, StartsAtSecond ? 1 - which : which);

    /// <summary>Whether the service fills in one of the two values that the field can have, so that each has to come first once.</summary>
    public static bool NeedsBothOrders(IReadOnlyList<CatalogueStep> steps) =>
        RuleOf(steps)?.Values.Count > 0 && steps[^1].Field is { Type: FieldType.Flag } or { Values.Count: 2, Behaviour.Values.Count: > 0 };

    /// <summary>What a document has in the field; of a list with several entries, the first counts.</summary>
    public JToken? At(JObject document)
    {
        JToken? current = document;
        foreach (var step in Steps)
            current = ((current is JArray list ? list.FirstOrDefault() : current) as JObject)?[step.Name];

        return current;
    }

    /// <summary>A value that no field of its type accepts; null when any is accepted.</summary>
    public JToken? WrongValue() =>
        Schema.Type switch
        {
            FieldType.Any => null,
            FieldType.Object or FieldType.TextMap or FieldType.List => "wrong",
            _ => new JObject { ["wrong"] = 1 },
        };

    /// <summary>Whether a change that a plan shows is about the field.</summary>
    public bool IsNamedBy(FieldChange change)
    {
        var (planned, pattern) = (FieldPath.Pattern(change.Path), ComparedPattern);
        return planned == pattern || IsBelow(planned, pattern) || IsBelow(pattern, planned);

        static bool IsBelow(string path, string above) =>
            path.StartsWith(above, StringComparison.Ordinal) && path[above.Length..] is ['.' or '[', ..];
    }

    private static FieldRule? RuleOf(IEnumerable<CatalogueStep> steps) =>
        steps.Select(step => step.Field.Behaviour).LastOrDefault(rule => rule is not null);

    /// <summary>Adds the rest of the path to an object, with what the service needs beside it.</summary>
    /// <returns>Whether anything of the path is there.</returns>
    private bool Fill(JObject holder, int at, JToken? value)
    {
        var step = Steps[at];
        var isLast = at == Steps.Count - 1;
        if (isLast && value is null && step.Schema.Required.Contains(step.Name))
            return false;

        var pattern = FieldValues.PatternOf([.. Steps.Take(at + 1)]);
        if (isLast)
        {
            if (value is not null)
                holder[step.Name] = value.DeepClone();
        }
        else if (!Block(holder, step, pattern, at, value))
        {
            if (step.Schema.Required.Contains(step.Name))
                return false;

            Complete(holder, step, pattern, isThere: false);
            return true;
        }

        Complete(holder, step, pattern, isThere: !isLast || value is not null);
        return true;
    }

    private bool Block(JObject holder, CatalogueStep step, string pattern, int at, JToken? value)
    {
        var block = FieldValues.Block(Form, pattern);
        if (!Fill(block, at + 1, value) || block.Count == 0)
            return false;

        if (step.Field.Type != FieldType.List)
            holder[step.Name] = block;
        else if (holder[step.Name] is JArray list)
            list.Add(block);
        else
            holder[step.Name] = new JArray(block);

        return true;
    }

    /// <summary>Adds the required fields, and what the field itself needs or excludes.</summary>
    private void Complete(JObject holder, CatalogueStep step, string pattern, bool isThere)
    {
        foreach (var name in step.Schema.Required.Where(name => name != step.Name && !holder.ContainsKey(name)))
        {
            var path = Join(pattern, name);
            var field = step.Schema.Field(name)!;
            holder[name] = field.Members is null ? FieldValues.Of(path, field, field.Behaviour, 0) : FieldValues.Block(Form, path);
        }

        if (isThere)
            FieldValues.Adjust(pattern, holder);
    }

    private static string Join(string beside, string name) =>
        beside.LastIndexOf('.') is >= 0 and var dot ? $"{beside[..dot]}.{name}" : name;
}
