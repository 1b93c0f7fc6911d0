namespace Layercake.Web.Access;

/// <summary>Which memberships give which roles, by environment.</summary>
/// <param name="Environments">
/// The memberships that give each role. An environment that is named here is not one of <see cref="AnyEnvironment"/>: so that what is
/// given everywhere does not open the one that is kept closer.
/// </param>
public sealed record RoleRules(IReadOnlyDictionary<string, IReadOnlyDictionary<WebRole, IReadOnlySet<string>>> Environments)
{
    /// <summary>Stands for the environments that are not named.</summary>
    public const string AnyEnvironment = "*";

    /// <summary>Everything to everyone: for the one user of a server on their own machine.</summary>
    public static IReadOnlyDictionary<string, IReadOnlySet<WebRole>> All { get; } =
        new Dictionary<string, IReadOnlySet<WebRole>> { [AnyEnvironment] = Enum.GetValues<WebRole>().ToHashSet() };

    public static RoleRules None { get; } = new(new Dictionary<string, IReadOnlyDictionary<WebRole, IReadOnlySet<string>>>());

    /// <param name="memberships">Of one user: app roles and ids of groups.</param>
    public IReadOnlyDictionary<string, IReadOnlySet<WebRole>> Of(IReadOnlySet<string> memberships) =>
        Environments.ToDictionary(
            environment => environment.Key,
            environment => Roles(environment.Value, memberships),
            StringComparer.Ordinal
        );

    private static IReadOnlySet<WebRole> Roles(
        IReadOnlyDictionary<WebRole, IReadOnlySet<string>> rules,
        IReadOnlySet<string> memberships
    )
    {
        var given = rules.Where(rule => rule.Value.Overlaps(memberships)).Select(rule => rule.Key).ToHashSet();

        // Whoever may do something sees what it is done to.
        if (given.Count > 0)
            given.Add(WebRole.Look);
        return given;
    }
}
