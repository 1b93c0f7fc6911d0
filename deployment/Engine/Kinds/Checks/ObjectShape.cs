namespace Layercake.Engine.Kinds.Checks;

internal enum FieldType
{
    Text,

    /// <summary>A number without a fraction.</summary>
    Whole,
    Number,
    Flag,

    /// <summary>An id: a text, or a number without quotes.</summary>
    Id,
    Object,
    List,

    /// <summary>An object with free keys and texts as values.</summary>
    TextMap,

    /// <summary>Not checked.</summary>
    Any,
}

/// <summary>Whether the list of values of a field is complete.</summary>
internal enum ValueRule
{
    /// <summary>The service may have added others.</summary>
    Grows,

    /// <summary>Anything else is refused.</summary>
    Fixed,

    /// <summary>As <see cref="Fixed"/>, ignoring case.</summary>
    FixedInAnyCase,
}

/// <summary>One field that an object may have.</summary>
internal sealed record FieldShape(FieldType Type)
{
    public static FieldShape Text { get; } = new(FieldType.Text);

    /// <summary>Of the object, or of the objects in the list.</summary>
    public ObjectShape? Members { get; init; }

    /// <summary>Of what the list is.</summary>
    public FieldType Entries { get; init; } = FieldType.Any;

    /// <summary>The valid values; empty when all are valid.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    public ValueRule Rule { get; init; }
}

/// <summary>The fields that one sort of object may have, and of which type they are; data only.</summary>
/// <param name="noun">The name in messages: <c>a task</c>.</param>
internal sealed class ObjectShape(string noun)
{
    private readonly Dictionary<string, FieldShape> fields = new(StringComparer.Ordinal);
    private readonly List<string> required = [];

    public string Noun => noun;

    public IEnumerable<string> Names => fields.Keys;

    /// <summary>The required fields.</summary>
    public IReadOnlyList<string> Required => required;

    public FieldShape? Field(string name) => fields.GetValueOrDefault(name);

    public ObjectShape Text(params string[] names) => All(names, new FieldShape(FieldType.Text));

    public ObjectShape Whole(params string[] names) => All(names, new FieldShape(FieldType.Whole));

    public ObjectShape Number(params string[] names) => All(names, new FieldShape(FieldType.Number));

    public ObjectShape Flag(params string[] names) => All(names, new FieldShape(FieldType.Flag));

    public ObjectShape Id(params string[] names) => All(names, new FieldShape(FieldType.Id));

    public ObjectShape TextMap(params string[] names) => All(names, new FieldShape(FieldType.TextMap));

    public ObjectShape Texts(params string[] names) => All(names, new FieldShape(FieldType.List) { Entries = FieldType.Text });

    /// <summary>Lists whose entries are not checked.</summary>
    public ObjectShape Lists(params string[] names) => All(names, new FieldShape(FieldType.List));

    public ObjectShape Any(params string[] names) => All(names, new FieldShape(FieldType.Any));

    /// <summary>Objects whose members are not checked.</summary>
    public ObjectShape Objects(params string[] names) => All(names, new FieldShape(FieldType.Object));

    public ObjectShape Object(string name, ObjectShape members) => All([name], new FieldShape(FieldType.Object) { Members = members });

    public ObjectShape List(string name, ObjectShape entries) =>
        All([name], new FieldShape(FieldType.List) { Entries = FieldType.Object, Members = entries });

    public ObjectShape OneOf(string name, ValueRule rule, params string[] values) =>
        All([name], new FieldShape(FieldType.Text) { Values = values, Rule = rule });

    public ObjectShape Needs(params string[] names)
    {
        required.AddRange(names);
        return this;
    }

    /// <summary>Has the fields of another object too.</summary>
    public ObjectShape With(ObjectShape other)
    {
        foreach (var (name, field) in other.fields)
            fields[name] = field;

        return this;
    }

    private ObjectShape All(string[] names, FieldShape field)
    {
        foreach (var name in names)
            fields.Add(name, field);

        return this;
    }
}
