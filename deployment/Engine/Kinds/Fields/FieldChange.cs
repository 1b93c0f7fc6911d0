using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Fields;

/// <summary>One field that will change.</summary>
public sealed record FieldChange
{
    public required string Path { get; init; }

    /// <summary>What the workspace holds; null when nothing.</summary>
    public JToken? Old { get; init; }

    /// <summary>What Git declares; null when nothing.</summary>
    public JToken? New { get; init; }

    /// <summary>The workspace changed, not Git.</summary>
    public bool Drift { get; init; }

    /// <summary>Why a change of this field needs delete and create; null when it does not.</summary>
    public string? RecreateBecause { get; init; }
}
