using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Fields;

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

/// <summary>How two texts are compared.</summary>
internal enum TextForm
{
    AsWritten,

    /// <summary>Upper and lower case are the same.</summary>
    AnyCase,

    /// <summary>A path of the workspace: with or without <c>/Workspace</c> in front and a slash at the end.</summary>
    WorkspacePath,

    /// <summary>Lines end as they do on any system.</summary>
    Lines,

    /// <summary>JSON in a text, compared parsed.</summary>
    Json,
}

/// <summary>One field that an object may have: its type, who sets it, and how it is checked, compared, sent and exported.</summary>
internal sealed record FieldSchema(FieldType Type)
{
    public static FieldSchema Text { get; } = new(FieldType.Text);

    /// <summary>Of the object, or of the objects in the list.</summary>
    public ObjectSchema? Members { get; init; }

    /// <summary>Of what the list is.</summary>
    public FieldType Entries { get; init; } = FieldType.Any;

    /// <summary>The valid values; empty when all are valid.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    public ValueRule Rule { get; init; }

    /// <summary>The smallest whole number that the service reads; without another rule, of 32 bits.</summary>
    public long Least { get; init; } = int.MinValue;

    /// <summary>The largest whole number that the service reads.</summary>
    public long Most { get; init; } = int.MaxValue;

    /// <summary>How a difference counts; null when the field is compared as it stands.</summary>
    public FieldRule? Behaviour { get; init; }

    /// <summary>Why a change means delete and create; null when the field can be changed.</summary>
    public string? RecreateBecause { get; init; }

    /// <summary>Why a block that comes or goes means delete and create; null when it does not.</summary>
    public string? RecreateAsWholeBecause { get; init; }

    /// <summary>The service sets it: it is never compared and never sent.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>Documents copied from the service have it, so a declaration with it gets no warning, though it is read-only.</summary>
    public bool MayBeDeclared { get; init; }

    /// <summary>The service keeps it as it is sent; another value after a write means that the write went wrong.</summary>
    public bool IsExact { get; init; }

    /// <summary>The field by which the entries of a list are matched; null when the list is compared whole.</summary>
    public string? Key { get; init; }

    /// <summary>The order of the list has no meaning.</summary>
    public bool IsUnordered { get; init; }

    public TextForm Form { get; init; }

    /// <summary>
    /// Below it, and in it where it is a number, zero, false and empty are values like others, and none that the service leaves out.
    /// </summary>
    public bool IsLiteral { get; init; }

    /// <summary>What the service returns, by what it is sent.</summary>
    public IReadOnlyDictionary<string, string> Aliases { get; init; } = new Dictionary<string, string>();

    /// <summary>Keys of a map that the service sets; a <c>*</c> at the end stands for any rest.</summary>
    public IReadOnlyList<string> ReadOnlyKeys { get; init; } = [];

    /// <summary>What to do when the field is taken out of a declaration and the service would keep it; null when it would not.</summary>
    public FieldRemoval? Removal { get; init; }

    /// <summary>Why a declaration must not have it, and what to write in its place; null when it may.</summary>
    public string? Refusal { get; init; }

    /// <summary>Values that an export omits, any when the list is empty; null when there is no such rule.</summary>
    public IReadOnlyList<JToken>? ExportDefaults { get; init; }

    public bool AlwaysExport { get; init; }

    /// <summary>The field beside it whose value it has when it is not declared.</summary>
    public string? DefaultsTo { get; init; }

    /// <summary>The field beside it which makes the service fill this one and refuse a declared value.</summary>
    public string? ReplacedBy { get; init; }

    /// <summary>The member that turns the block on and off, without which the rest has no meaning.</summary>
    public string? Toggle { get; init; }

    /// <summary>Whether the service sets this key of the map.</summary>
    public bool IsReadOnlyKey(string key) =>
        ReadOnlyKeys.Any(pattern =>
            pattern.EndsWith('*') ? key.StartsWith(pattern[..^1], StringComparison.Ordinal) : key == pattern
        );
}

internal enum FieldBehaviour
{
    /// <summary>The service fills it when it is not declared.</summary>
    ServerDefault,

    /// <summary>A difference in the workspace alone causes no change; an edit in Git does.</summary>
    IgnoreRemote,

    /// <summary>The service takes it and never returns it: only an edit in Git causes a change.</summary>
    InputOnly,

    /// <summary>
    /// The service takes a secret and never returns it; the state has something else in its place, such as when it was written.
    /// </summary>
    WriteOnly,
}

/// <param name="Because">The reason, in plans.</param>
/// <param name="Values">The service's defaults, or what it has in the place of a secret; empty when they are not known.</param>
internal sealed record FieldRule(FieldBehaviour Behaviour, string Because, IReadOnlyList<JToken> Values);

/// <summary>A field that the service keeps when it is left out of a write.</summary>
/// <param name="Because">The reason, in messages.</param>
/// <param name="Sent">What is sent to remove it; null when nothing removes it, so that the removal is refused.</param>
internal sealed record FieldRemoval(string Because, JToken? Sent);
