using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Provisioning;

/// <summary>What a workspace that exists keeps when it is written again: all that the settings say nothing about.</summary>
internal static class ExistingWorkspace
{
    // The others are the service's own; sent back, they are refused.
    private static readonly string[] Writable =
    [
        "managedResourceGroupId",
        "publicNetworkAccess",
        "requiredNsgRules",
        "encryption",
        "uiDefinitionUri",
        "accessConnector",
        "defaultCatalog",
        "defaultStorageFirewall",
        "enhancedSecurityCompliance",
    ];

    public static string? Sku(JObject? workspace) => (string?)workspace?.SelectToken("sku.name");

    /// <summary>Those it has, and ours: nobody's tags are taken away.</summary>
    public static JObject Tags(JObject? workspace, JObject tags)
    {
        var all = (JObject?)(workspace?["tags"] as JObject)?.DeepClone() ?? [];
        all.Merge(tags);
        return all;
    }

    /// <summary>Empty for a workspace that is new.</summary>
    public static JObject Properties(JObject? workspace)
    {
        if (workspace?["properties"] is not JObject properties)
            return [];

        var kept = new JObject(
            properties.Properties().Where(property => Writable.Contains(property.Name)).Select(property => property.DeepClone())
        );
        if (properties["parameters"] is JObject parameters)
            kept["parameters"] = new JObject(
                parameters
                    .Properties()
                    .Where(parameter => parameter.Name != "resourceTags" && parameter.Value["value"] is not null)
                    .Select(parameter => new JProperty(parameter.Name, new JObject { ["value"] = parameter.Value["value"]!.DeepClone() }))
            );

        return kept;
    }
}
