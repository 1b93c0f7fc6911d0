using Layercake.LocalCloud.Apis.ResourceManager.Resources;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.ResourceManager.Types;

/// <summary>Virtual networks with the subnets that are written in them.</summary>
internal sealed class VirtualNetworkType(ResourceStore resources) : StoredType(resources, Name)
{
    public const string Name = "Microsoft.Network/virtualNetworks";

    public override void Check(JObject wanted)
    {
        base.Check(wanted);
        if (Properties(wanted)["addressSpace"]?["addressPrefixes"] is not JArray { Count: > 0 })
            throw ArmErrors.Of(
                400,
                "InvalidRequestFormat",
                "Cannot parse the request: properties.addressSpace.addressPrefixes is required."
            );
    }

    public override Task ApplyAsync(JObject wanted, CancellationToken ct)
    {
        var kept = (JObject)wanted.DeepClone();
        var properties = Properties(kept);

        // Without a word on subnets, those that are there stay.
        properties["subnets"] ??= Resources.Get((string)wanted["id"]!)?["properties"]?["subnets"]?.DeepClone() ?? new JArray();
        foreach (var subnet in properties["subnets"]!.OfType<JObject>())
            subnet["id"] = $"{wanted["id"]}/subnets/{subnet["name"]}";

        Keep(kept);
        return Task.CompletedTask;
    }
}

/// <summary>A subnet that is written by itself.</summary>
internal sealed class SubnetType(ResourceStore resources) : StoredType(resources, "Microsoft.Network/virtualNetworks/subnets")
{
    public override Task ApplyAsync(JObject wanted, CancellationToken ct)
    {
        var names = ((string)wanted["name"]!).Split('/');
        var id = ArmIds.Resource(ArmIds.ScopeOf((string)wanted["id"]!), VirtualNetworkType.Name, names[0]);
        var network =
            (JObject?)Resources.Get(id)?.DeepClone()
            ?? throw ArmErrors.Of(
                404,
                "ParentResourceNotFound",
                $"Failed to perform 'write' on resource(s) of type 'virtualNetworks/subnets', because the parent resource "
                    + $"'{names[0]}' could not be found."
            );
        var subnets = (JArray)network["properties"]!["subnets"]!;
        subnets.FirstOrDefault(subnet => ArmIds.Same((string?)subnet["name"], names[^1]))?.Remove();
        subnets.Add(
            new JObject
            {
                ["name"] = names[^1],
                ["id"] = wanted["id"],
                ["properties"] = Properties(wanted).DeepClone(),
            }
        );
        Resources.Put(network);
        Keep(wanted);
        return Task.CompletedTask;
    }
}
