namespace Layercake.Web.Access;

/// <summary>Who someone is, before it is known what they may do.</summary>
/// <param name="Name">As it is shown and recorded.</param>
/// <param name="Memberships">App roles and ids of groups.</param>
public sealed record UserIdentity(string Name, IReadOnlySet<string> Memberships)
{
    private const int LongestName = 256;

    /// <summary>What they open workspaces with; null where none came.</summary>
    public UserToken? Token { get; init; }

    /// <summary>Null where the name is none that could be shown and recorded.</summary>
    public static UserIdentity? Of(string? name, IEnumerable<string> memberships) =>
        string.IsNullOrWhiteSpace(name) || name.Length > LongestName || name.Any(char.IsControl)
            ? null
            : new UserIdentity(name.Trim(), memberships.ToHashSet(StringComparer.Ordinal));

    /// <summary>
    /// What Entra says of a user. Groups can be set up to come by name there, and whoever may name a group must not get an app role
    /// with it: so ids are groups, and all else is app roles.
    /// </summary>
    public static IEnumerable<string> EntraMemberships(IEnumerable<string> appRoles, IEnumerable<string> groups) =>
        appRoles.Where(role => !IsId(role)).Concat(groups.Where(IsId).Select(Normal));

    /// <summary>An id in the one spelling that is compared; any other text as it is.</summary>
    public static string Normal(string membership) => Guid.TryParse(membership, out var id) ? id.ToString() : membership;

    private static bool IsId(string membership) => Guid.TryParse(membership, out _);
}
