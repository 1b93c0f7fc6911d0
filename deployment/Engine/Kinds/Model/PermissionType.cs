namespace Layercake.Engine.Kinds.Model;

/// <summary>What the Permissions API calls a kind of object, and what may be given on it.</summary>
/// <param name="Address">As requests have it: <c>jobs</c>.</param>
/// <param name="Levels">All levels that the service knows for it.</param>
internal sealed record PermissionType(string Address, params IReadOnlyList<string> Levels)
{
    /// <summary>The field of a declaration, and of the requests.</summary>
    public const string Field = "access_control_list";

    public const string Owner = "IS_OWNER";

    public const string Manager = "CAN_MANAGE";

    /// <summary>Exactly one principal owns the object.</summary>
    public bool HasOwner => Levels.Contains(Owner);
}
