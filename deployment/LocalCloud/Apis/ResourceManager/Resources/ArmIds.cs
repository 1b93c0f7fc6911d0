using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.ResourceManager.Resources;

/// <summary>Ids of resources, from types and names and back.</summary>
internal static class ArmIds
{
    public static string Group(string subscription, string group) => $"/subscriptions/{subscription}/resourceGroups/{group}";

    /// <param name="type">With the types of the parents: <c>Microsoft.KeyVault/vaults/secrets</c>.</param>
    /// <param name="name">With the names of the parents: <c>vault/secret</c>.</param>
    public static string Resource(string scope, string type, string name)
    {
        var types = type.Split('/');
        var names = name.Split('/');
        return $"{scope.TrimEnd('/')}/providers/{types[0]}/" + string.Join('/', types.Skip(1).Zip(names, (kind, own) => $"{kind}/{own}"));
    }

    /// <summary>The id's own type and name, after its last <c>/providers/</c>.</summary>
    public static (string Type, string Name) Split(string id)
    {
        var parts = id[(id.LastIndexOf("/providers/", StringComparison.OrdinalIgnoreCase) + "/providers/".Length)..].Split('/');
        var type = string.Join('/', parts.Where((_, i) => i == 0 || i % 2 == 1));
        return (type, string.Join('/', parts.Where((_, i) => i > 0 && i % 2 == 0)));
    }

    /// <summary>What an extension resource belongs to: all that stands before its last <c>/providers/</c>.</summary>
    public static string ScopeOf(string id) => id[..id.LastIndexOf("/providers/", StringComparison.OrdinalIgnoreCase)];

    /// <summary>Null for an id that is in no group.</summary>
    public static string? GroupOf(string id)
    {
        var parts = id.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var at = Array.FindIndex(parts, part => Same(part, "resourceGroups"));
        return at >= 0 && at + 1 < parts.Length ? parts[at + 1] : null;
    }

    public static JObject NewGroup(string subscription, string name, string location) =>
        new()
        {
            ["id"] = Group(subscription, name),
            ["name"] = name,
            ["type"] = "Microsoft.Resources/resourceGroups",
            ["location"] = location,
            ["properties"] = new JObject { ["provisioningState"] = "Succeeded" },
        };

    public static bool Same(string? one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
