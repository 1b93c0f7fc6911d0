using Layercake.Engine.Kinds.Fields;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.FieldCatalogue;

/// <summary>One leaf of a schema, with a small declaration of its own for each value.</summary>
/// <param name="Steps">The fields from the root down.</param>
internal sealed record CatalogueField(string Kind, string Asset, IReadOnlyList<CatalogueStep> Steps)
{
    public FieldSchema Schema => Steps[^1].Field;

    /// <summary>The path as rules name it: <c>tasks[*].timeout_seconds</c>.</summary>
    public string Pattern => FieldValues.PatternOf(Steps);

    /// <summary>The path up to the first list that is compared whole, or map, without keys of entries.</summary>
    public string ComparedPattern =>
        FieldValues.PatternOf(
            [.. Steps.TakeWhile((step, at) => at == 0 || Steps[at - 1].Field is not { Type: FieldType.List, Key: null })]
        );

    public string File => $"{Kind}/{Asset}.json";

    /// <summary>The leaves of a schema. A schema inside itself (the task of a for-each task) is not entered again.</summary>
    public static IEnumerable<IReadOnlyList<CatalogueStep>> Leaves(ObjectSchema schema) => Leaves(schema, [], []);

    /// <summary>The declaration with this value, or without the field.</summary>
    public JObject Declaration(JToken? value)
    {
        var root = FieldValues.Root(Kind, Asset);
        Fill(root, 0, value);
        return Kind == "jobs" ? FieldValues.Runnable(root, Pattern) : root;
    }

    public JToken Value(int which) => FieldValues.Of(Pattern, Schema, which);

    /// <summary>A value that no field of its type accepts; null when any is accepted.</summary>
    public JToken? WrongValue() =>
        Schema.Type switch
        {
            FieldType.Any => null,
            FieldType.Object or FieldType.TextMap or FieldType.List => "wrong",
            _ => new JObject { ["wrong"] = 1 },
        };

    private static IEnumerable<IReadOnlyList<CatalogueStep>> Leaves(
        ObjectSchema schema,
        IReadOnlyList<CatalogueStep> above,
        IReadOnlyList<ObjectSchema> entered
    )
    {
        foreach (var name in schema.Names)
        {
            var step = new CatalogueStep(name, schema.Field(name)!, schema);
            IReadOnlyList<CatalogueStep> steps = [.. above, step];
            if (step.Field.Members is not { } members)
                yield return steps;
            else if (!entered.Contains(members))
                foreach (var leaf in Leaves(members, steps, [.. entered, members]))
                    yield return leaf;
        }
    }

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
        var block = FieldValues.Block(pattern);
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
    private static void Complete(JObject holder, CatalogueStep step, string pattern, bool isThere)
    {
        foreach (var name in step.Schema.Required.Where(name => name != step.Name && !holder.ContainsKey(name)))
        {
            var path = Join(pattern, name);
            var field = step.Schema.Field(name)!;
            holder[name] = field.Members is null ? FieldValues.Of(path, field, 0) : FieldValues.Block(path);
        }

        if (isThere)
            FieldValues.Adjust(pattern, holder);
    }

    private static string Join(string beside, string name) =>
        beside.LastIndexOf('.') is >= 0 and var dot ? $"{beside[..dot]}.{name}" : name;
}

/// <param name="Schema">Of the object that has the field.</param>
internal sealed record CatalogueStep(string Name, FieldSchema Field, ObjectSchema Schema);
