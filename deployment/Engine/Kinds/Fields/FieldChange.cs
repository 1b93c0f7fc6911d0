using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Fields;

/// <summary>One field that will change.</summary>
public sealed record FieldChange
{
    public required string Path { get; init; }

    /// <summary>
    /// What the workspace holds, or what was sent last where the service never returns the field; null when nothing.
    /// </summary>
    public JToken? Old { get; init; }

    /// <summary><see cref="Old"/> as the workspace holds it, with ids where <see cref="Old"/> has names; null where they are the same.
    /// </summary>
    public JToken? OldIds { get; init; }

    /// <summary>What Git declares; null when nothing.</summary>
    public JToken? New { get; init; }

    /// <summary>The workspace changed, not Git.</summary>
    public bool Drift { get; init; }

    /// <summary>Why a change of this field needs delete and create; null when it does not.</summary>
    public string? RecreateBecause { get; init; }

    /// <summary>Why the service would keep the field although Git no longer has it; null when it would not.</summary>
    public string? KeptBecause { get; init; }
}
