using Layercake.Engine.Kinds.Fields;

namespace Layercake.Engine.Tests.FieldCatalogue;

/// <summary>Every field of a schema that has no described fields below it.</summary>
internal static class SchemaLeaves
{
    /// <summary>A schema inside itself is entered once more: the task of a for-each task has all fields of a task.</summary>
    private const int MostLevels = 2;

    public static IEnumerable<IReadOnlyList<CatalogueStep>> Of(ObjectSchema schema) => Of(schema, [], []);

    private static IEnumerable<IReadOnlyList<CatalogueStep>> Of(
        ObjectSchema schema,
        IReadOnlyList<CatalogueStep> above,
        IReadOnlyList<ObjectSchema> entered
    )
    {
        foreach (var name in schema.Names)
        {
            var step = new CatalogueStep(name, schema.Field(name)!, schema);
            IReadOnlyList<CatalogueStep> steps = [.. above, step];
            if (step.Field.Members is not { } members || entered.Count(one => one == members) == MostLevels)
                yield return steps;
            else
                foreach (var leaf in Of(members, steps, [.. entered, members]))
                    yield return leaf;
        }
    }
}

/// <summary>One field on the way to a leaf.</summary>
/// <param name="Schema">Of the object that has the field.</param>
internal sealed record CatalogueStep(string Name, FieldSchema Field, ObjectSchema Schema);
