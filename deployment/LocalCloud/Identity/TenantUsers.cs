using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Identity;

/// <summary>The people of the tenant, with what they are to applications that they sign in to.</summary>
internal sealed class TenantUsers(CloudState state)
{
    /// <summary>The group of a new cloud.</summary>
    public const string Group = "6f1c2b0e-94d3-4a57-8c21-7be0a5d94f36";

    private readonly Table kept = state.Table("tenant_users");

    private static readonly TenantUser[] Seeded =
    [
        new("6a0d5c6e-1f0b-4c39-9f1e-2f6f1d2c7a01", "looker@layercake.example", "Local Looker") { Roles = ["Layercake.Look"] },
        new("6a0d5c6e-1f0b-4c39-9f1e-2f6f1d2c7a02", "deployer@layercake.example", "Local Deployer")
        {
            Roles = ["Layercake.Look", "Layercake.Export", "Layercake.Deploy", "Layercake.Delete"],
        },
        new("6a0d5c6e-1f0b-4c39-9f1e-2f6f1d2c7a03", "member@layercake.example", "Local Member") { Groups = [Group] },
        new("6a0d5c6e-1f0b-4c39-9f1e-2f6f1d2c7a04", "guest@layercake.example", "Local Guest"),
    ];

    /// <summary>In alphabetical order.</summary>
    public IReadOnlyList<TenantUser> All =>
        [
            .. Seeded
                .Where(user => kept.Get(user.UserName) is null)
                .Concat(kept.All().Select(entry => TenantUser.Read(entry.Value)))
                .OrderBy(user => user.UserName, StringComparer.Ordinal),
        ];

    public TenantUser? Find(string? userName) =>
        All.FirstOrDefault(user => user.UserName.Equals(userName, StringComparison.OrdinalIgnoreCase));

    /// <summary>Adds a user, or changes the one of that name.</summary>
    public void Put(TenantUser user) => kept.Put(user.UserName.ToLowerInvariant(), user.ToJson());
}

/// <summary>One person of the tenant.</summary>
internal sealed record TenantUser(string ObjectId, string UserName, string DisplayName)
{
    /// <summary>Of every application, which is simpler than Entra has it.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>By id.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    public JObject ToJson() =>
        new()
        {
            ["object_id"] = ObjectId,
            ["user_name"] = UserName,
            ["display_name"] = DisplayName,
            ["roles"] = new JArray(Roles),
            ["groups"] = new JArray(Groups),
        };

    public static TenantUser Read(JObject json) =>
        new((string)json["object_id"]!, (string)json["user_name"]!, (string)json["display_name"]!)
        {
            Roles = [.. json["roles"]!.Select(role => (string)role!)],
            Groups = [.. json["groups"]!.Select(group => (string)group!)],
        };
}
