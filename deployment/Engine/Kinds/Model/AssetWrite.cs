using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Fields;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Model;

/// <summary>One creation or update, with all that a kind may need to make its request.</summary>
internal sealed record AssetWrite
{
    public required Declaration Declaration { get; init; }

    /// <summary>The declaration as it is sent: references as ids, secrets as values.</summary>
    public required JObject Wanted { get; init; }

    /// <summary>The object to update; null for a creation.</summary>
    public string? Id { get; init; }

    /// <summary>The state of the object when the plan was made; of a stub, what it was created with; may be empty.</summary>
    public JObject Held { get; init; } = [];

    /// <summary>The paths of the fields that change; empty for a creation and after a stub, where all of it is written.</summary>
    public IReadOnlyList<string> Changed { get; init; } = [];

    /// <summary>The fields of the document in which something changes; empty where all of it is written.</summary>
    public IReadOnlySet<string> ChangedFields =>
        Changed.Select(path => FieldPath.NameOf(FieldPath.Steps(path).First())).ToHashSet(StringComparer.Ordinal);

    /// <summary>The <see cref="LiveAsset.Etag"/> of the object when the plan was made.</summary>
    public string? Etag { get; init; }

    /// <summary>32 hexadecimal digits for a creation, the same whenever the same creation is tried again: the idempotency token where the
    /// service takes one. Null for an update.</summary>
    public string? Nonce { get; init; }
}
