using Layercake.LocalCloud.Apis.ResourceManager.Resources;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.ResourceManager.Types;

/// <summary>A type whose resources are kept as they were written, and nothing more comes of it.</summary>
internal class StoredType(ResourceStore resources, string type) : IResourceType
{
    private static readonly string[] KeptFields = ["id", "name", "type", "location", "tags", "sku", "identity", "properties"];

    public string Type => type;

    protected ResourceStore Resources => resources;

    public virtual void Check(JObject wanted)
    {
        if (
            !type.Contains("/vaults/", StringComparison.Ordinal)
            && !type.Contains("/subnets", StringComparison.Ordinal)
            && wanted["location"] is null
        )
            throw ArmErrors.Of(400, "LocationRequired", "The location property is required for this definition.");
    }

    public virtual Task ApplyAsync(JObject wanted, CancellationToken ct)
    {
        Keep(wanted);
        return Task.CompletedTask;
    }

    public virtual Task RemoveAsync(JObject kept)
    {
        resources.Remove((string)kept["id"]!);
        return Task.CompletedTask;
    }

    protected void Keep(JObject wanted)
    {
        var kept = new JObject(
            wanted.Properties().Where(property => KeptFields.Contains(property.Name)).Select(property => property.DeepClone())
        );
        var name = (string)kept["name"]!;
        kept["name"] = name[(name.LastIndexOf('/') + 1)..];
        resources.Put(kept);
    }

    protected static JObject Properties(JObject wanted) => wanted["properties"] as JObject ?? [];

    protected static void Require(JObject properties, string name)
    {
        if (properties[name] is null or JValue { Type: JTokenType.Null })
            throw ArmErrors.Of(400, "InvalidRequestContent", $"The request content is not valid: properties.{name} is required.");
    }
}
