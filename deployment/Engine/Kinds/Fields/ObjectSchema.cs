using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Fields;

/// <summary>The fields that one sort of object may have; data only. Checks, comparison, writes and exports are derived from it.</summary>
/// <remarks>Rules such as <see cref="Exact"/> hold for the fields that were named just before, or by <see cref="Fields"/>.</remarks>
/// <param name="noun">The name in messages: <c>a task</c>.</param>
internal sealed class ObjectSchema(string noun)
{
    /// <summary>For <see cref="OfUnknown"/> where the requests are made from the known fields alone.</summary>
    public const string NotSent = "It is not sent.";

    private readonly Dictionary<string, FieldSchema> fields = new(StringComparer.Ordinal);
    private readonly List<string> required = [];
    private string[] named = [];

    public string Noun => noun;

    /// <summary>What becomes of a field that is not known, or what to write in its place: whole sentences.</summary>
    public string OfUnknown { get; init; } = "It is sent as it is.";

    /// <summary>The fields that a declaration may have.</summary>
    public IEnumerable<string> Names =>
        fields.Where(entry => !entry.Value.IsReadOnly && entry.Value.Refusal is null).Select(entry => entry.Key);

    /// <summary>The fields that a declaration must not have.</summary>
    public IEnumerable<string> RefusedNames => fields.Where(entry => entry.Value.Refusal is not null).Select(entry => entry.Key);

    /// <summary>The fields that the service sets.</summary>
    public IEnumerable<string> ReadOnlyNames => fields.Where(entry => entry.Value.IsReadOnly).Select(entry => entry.Key);

    /// <summary>The required fields.</summary>
    public IReadOnlyList<string> Required => required;

    public bool IsEmpty => fields.Count == 0;

    public FieldSchema? Field(string name) => fields.GetValueOrDefault(name);

    public ObjectSchema Text(params string[] names) => All(names, FieldSchema.Text);

    public ObjectSchema Whole(params string[] names) => All(names, new FieldSchema(FieldType.Whole));

    /// <summary>The whole numbers that were named just before are in this range.</summary>
    public ObjectSchema Within(long least, long most = int.MaxValue) => Each(field => field with { Least = least, Most = most });

    public ObjectSchema Number(params string[] names) => All(names, new FieldSchema(FieldType.Number));

    public ObjectSchema Flag(params string[] names) => All(names, new FieldSchema(FieldType.Flag));

    public ObjectSchema Id(params string[] names) => All(names, new FieldSchema(FieldType.Id));

    public ObjectSchema TextMap(params string[] names) => All(names, new FieldSchema(FieldType.TextMap));

    public ObjectSchema Texts(params string[] names) => All(names, new FieldSchema(FieldType.List) { Entries = FieldType.Text });

    /// <summary>Lists whose entries are not checked.</summary>
    public ObjectSchema Lists(params string[] names) => All(names, new FieldSchema(FieldType.List));

    public ObjectSchema Any(params string[] names) => All(names, new FieldSchema(FieldType.Any));

    /// <summary>Objects whose members are not checked.</summary>
    public ObjectSchema Objects(params string[] names) => All(names, new FieldSchema(FieldType.Object));

    public ObjectSchema Object(string name, ObjectSchema members) => All([name], new FieldSchema(FieldType.Object) { Members = members });

    public ObjectSchema List(string name, ObjectSchema entries) =>
        All([name], new FieldSchema(FieldType.List) { Entries = FieldType.Object, Members = entries });

    public ObjectSchema OneOf(string name, ValueRule rule, params string[] values) =>
        All([name], new FieldSchema(FieldType.Text) { Values = values, Rule = rule });

    /// <summary>The service sets these: they are never compared, never sent, and a declaration that has them gets a warning.</summary>
    public ObjectSchema ReadOnly(params string[] names) => All(names, new FieldSchema(FieldType.Any) { IsReadOnly = true });

    /// <summary>As <see cref="ReadOnly"/>, without the warning.</summary>
    public ObjectSchema Reported(params string[] names) =>
        All(names, new FieldSchema(FieldType.Any) { IsReadOnly = true, MayBeDeclared = true });

    /// <summary>A declaration must not have this field.</summary>
    /// <param name="instead">Why, and what to write in its place: whole sentences.</param>
    public ObjectSchema Refused(string name, string instead) => All([name], new FieldSchema(FieldType.Any) { Refusal = instead });

    /// <summary>A declaration must not have the fields that were named just before.</summary>
    /// <inheritdoc cref="Refused"/>
    public ObjectSchema Refuse(string instead) => Each(field => field with { Refusal = instead });

    public ObjectSchema Needs(params string[] names)
    {
        required.AddRange(names);
        return this;
    }

    /// <summary>Has the fields of another object too.</summary>
    public ObjectSchema With(ObjectSchema other)
    {
        foreach (var (name, field) in other.fields)
            fields[name] = field;

        named = [];
        return this;
    }

    /// <summary>Names fields again, for the rules that follow.</summary>
    public ObjectSchema Fields(params string[] names)
    {
        named = [.. names.Select(name => fields.ContainsKey(name) ? name : throw new ArgumentException($"{noun} has no {name}."))];
        return this;
    }

    /// <summary>
    /// The service fills the field when it is not declared; these values (any, when none are given) are then no difference.
    /// </summary>
    public ObjectSchema ServerDefault(string because, params JToken[] values) =>
        Rule(new FieldRule(FieldBehaviour.ServerDefault, because, values));

    /// <summary>
    /// A difference in the workspace causes no change; an edit in Git still does, but for a removal where the workspace holds one of the
    /// values that the service fills in.
    /// </summary>
    public ObjectSchema IgnoreRemote(string because, params JToken[] values) =>
        Rule(new FieldRule(FieldBehaviour.IgnoreRemote, because, values));

    /// <summary>The service takes the field and never returns it. An export keeps what the file has.</summary>
    public ObjectSchema InputOnly() =>
        Rule(new FieldRule(FieldBehaviour.InputOnly, "the service accepts it and never returns it", []));

    /// <summary>
    /// The service takes a secret and never returns it. In its place the kind's states have what the service says of it, such as when it
    /// was written: another one is drift, and what is there without a record of it is written once more.
    /// </summary>
    /// <param name="marks">What stands there before and after any write, so that it does not tell whether there was one.</param>
    public ObjectSchema WriteOnly(params JToken[] marks) =>
        Rule(new FieldRule(FieldBehaviour.WriteOnly, "the service takes it and never shows it", marks));

    /// <summary>A change of this field means delete and create; stands beside a rule about what counts as one.</summary>
    public ObjectSchema Recreate(string because) => Each(field => field with { RecreateBecause = because });

    /// <summary>The block stays as long as its object: where one comes or goes, that means delete and create; a change in it does
    /// not.</summary>
    public ObjectSchema RecreateAsWhole(string because) => Each(field => field with { RecreateAsWholeBecause = because });

    /// <summary>The service keeps the field as it is sent; another value after a write means that the write went wrong.</summary>
    public ObjectSchema Exact() => Each(field => field with { IsExact = true });

    /// <summary>The list is compared entry by entry, matched by the value of a field of its entries.</summary>
    public ObjectSchema KeyedBy(string key) => Each(field => field with { Key = key });

    /// <summary>The order of the list has no meaning.</summary>
    public ObjectSchema Unordered() => Each(field => field with { IsUnordered = true });

    /// <summary>
    /// The service keeps what is below the fields as it is sent, and the fields themselves where they are numbers: zero, false and empty
    /// are values like others there.
    /// </summary>
    public ObjectSchema Literal() => Each(field => field with { IsLiteral = true });

    public ObjectSchema Compared(TextForm form) => Each(field => field with { Form = form });

    /// <summary>The service may return <paramref name="read"/> for <paramref name="sent"/>; they count as equal.</summary>
    public ObjectSchema Alias(string sent, string read) =>
        Each(field => field with { Aliases = new Dictionary<string, string>(field.Aliases, StringComparer.Ordinal) { [sent] = read } });

    /// <summary>Keys of the map that the service sets; a <c>*</c> at the end stands for any rest.</summary>
    public ObjectSchema ReadOnlyKeys(params string[] patterns) => Each(field => field with { ReadOnlyKeys = patterns });

    /// <summary>The service keeps the field when a write leaves it out, so that its removal from Git is refused.</summary>
    public ObjectSchema CannotBeRemoved(string because) => Each(field => field with { Removal = new FieldRemoval(because, null) });

    /// <summary>The service keeps the field when a write leaves it out; this value is sent when it is removed from Git.</summary>
    public ObjectSchema RemovedBy(JToken sent, string because) => Each(field => field with { Removal = new FieldRemoval(because, sent) });

    /// <summary>
    /// The values that the service sets when the field is not declared; an export omits them. Without values, an export always omits the
    /// field.
    /// </summary>
    public ObjectSchema ExportDefault(params JToken[] values) => Each(field => field with { ExportDefaults = values });

    /// <summary>An export always has the field, since not every call uses the default when it is missing.</summary>
    public ObjectSchema AlwaysExport() => Each(field => field with { AlwaysExport = true });

    /// <summary>When the field is not declared, it has the value of the field of that name beside it.</summary>
    public ObjectSchema DefaultsTo(string neighbour) => Each(field => field with { DefaultsTo = neighbour });

    /// <summary>Where the neighbour is set, the service fills the field and refuses a declared value.</summary>
    public ObjectSchema ReplacedBy(string neighbour) => Each(field => field with { ReplacedBy = neighbour });

    /// <summary>The member turns the block on and off, so without the rest of the block it has no meaning.</summary>
    public ObjectSchema ToggledBy(string member) => Each(field => field with { Toggle = member });

    private ObjectSchema Rule(FieldRule rule) => Each(field => field with { Behaviour = rule });

    private ObjectSchema Each(Func<FieldSchema, FieldSchema> change)
    {
        foreach (var name in named)
            fields[name] = change(fields[name]);

        return this;
    }

    private ObjectSchema All(string[] names, FieldSchema field)
    {
        foreach (var name in names)
            fields.Add(name, field);

        named = names;
        return this;
    }
}
