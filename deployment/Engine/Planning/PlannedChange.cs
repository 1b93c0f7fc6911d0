using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Memory;

namespace Layercake.Engine.Planning;

/// <summary>What a plan says of one declared asset.</summary>
/// <param name="Adoption">The manifest's entry of an object that already is as declared; null when the manifest has it.</param>
internal sealed record PlannedChange(Change Change, ManifestEntry? Adoption = null)
{
    /// <summary>What somebody changed in the workspace, Git does not declare, and no write takes back.</summary>
    public IReadOnlyList<FieldChange> Stays { get; init; } = [];

    /// <summary>The same where the object is made anew, so that it goes.</summary>
    public IReadOnlyList<FieldChange> Lost { get; init; } = [];
}
