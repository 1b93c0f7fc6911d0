using Layercake.Engine.Kinds.Model;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Permissions;

/// <summary>
/// A permission list as a map from principal to level, <c>{ "group analysts": "CAN_VIEW" }</c>, so that it is compared entry by entry and
/// without order.
/// </summary>
internal static class AccessList
{
    public const string Field = PermissionType.Field;

    public const string Mode = "permissions_mode";

    /// <summary>Entries that Git does not have are removed.</summary>
    public const string Exact = PartKind.Exact;

    public const string Administrators = "group admins";

    private const string Level = "permission_level";

    private const string ServicePrincipal = "service principal ";

    private static readonly (string Field, string Word)[] Principals =
    [
        ("user_name", "user"),
        ("group_name", "group"),
        ("service_principal_name", "service principal"),
    ];

    /// <summary>The fields that can hold the principal of an entry.</summary>
    public static IEnumerable<string> PrincipalFields => Principals.Select(principal => principal.Field);

    /// <summary>The principal of an entry: <c>user a@b.c</c>; null when it has none, or more than one.</summary>
    public static string? PrincipalOf(JObject entry) =>
        Principals.Where(principal => entry[principal.Field] is JValue { Value: string { Length: > 0 } }).ToList() is [var (field, word)]
            ? $"{word} {entry[field]}"
            : null;

    /// <summary>As the requests have it.</summary>
    public static JArray Entries(JObject list) =>
        new(
            list.Properties()
                .Select(entry =>
                {
                    var (word, name) = Split(entry.Name);
                    var field = Principals.First(principal => principal.Word == word).Field;
                    return new JObject { [field] = name, [Level] = entry.Value.DeepClone() };
                })
        );

    /// <summary>What a principal is, and its name: <c>service principal</c> and its application id.</summary>
    public static (string Word, string Name) Split(string principal)
    {
        var word = Principals.First(one => principal.StartsWith($"{one.Word} ", StringComparison.Ordinal)).Word;
        return (word, principal[(word.Length + 1)..]);
    }

    /// <summary>What was given on the object itself, without what it inherits and without the administrators.</summary>
    /// <param name="answer">Of the Permissions API.</param>
    public static JObject Direct(JObject answer)
    {
        var list = new JObject();
        foreach (var entry in (answer[Field] as JArray ?? []).OfType<JObject>())
            if (PrincipalOf(entry) is { } principal && !IsSame(principal, Administrators) && DirectLevel(entry) is { } level)
                list[principal] = level;

        return list;
    }

    /// <summary>The same principal in the list, which may be spelt otherwise; null when the list does not have it.</summary>
    public static string? Find(JObject? list, string principal) =>
        list?.Properties().FirstOrDefault(entry => IsSame(entry.Name, principal))?.Name;

    /// <summary>
    /// Names are compared without case. A service principal that was written as a user comes back as a service principal, so these two
    /// words are the same.
    /// </summary>
    public static bool IsSame(string principal, string other) => Plain(principal).Equals(Plain(other), StringComparison.OrdinalIgnoreCase);

    public static string ServicePrincipalOf(string applicationId) => ServicePrincipal + applicationId;

    public static bool IsServicePrincipal(string principal) => principal.StartsWith(ServicePrincipal, StringComparison.Ordinal);

    public static bool IsOwner(JToken? level) => (string?)level == PermissionType.Owner;

    private static string Plain(string principal) =>
        principal.StartsWith(ServicePrincipal, StringComparison.Ordinal) ? $"user {principal[ServicePrincipal.Length..]}" : principal;

    private static string? DirectLevel(JObject entry) =>
        (string?)
            (entry["all_permissions"] as JArray)
                ?.OfType<JObject>()
                .FirstOrDefault(permission => (bool?)permission["inherited"] != true)
                ?[Level];
}
