using Layercake.LocalCloud.Apis.ResourceManager.Resources;
using Layercake.LocalCloud.Apis.ResourceManager.Templates;
using Layercake.LocalCloud.Apis.ResourceManager.Types;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.Identity;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.ResourceManager.Deployments;

/// <summary>Foretells what a deployment would change, and finds what is wrong with it, without changing anything.</summary>
internal sealed class WhatIf(
    CloudState state,
    CloudAccounts accounts,
    ResourceStore store,
    VaultSecretType secrets,
    ResourceTypes types,
    ResourceViews views
)
{
    /// <summary>The resources that the deployment would write, in order.</summary>
    /// <exception cref="ApiError">400 InvalidTemplate, or InvalidTemplateDeployment with a detail for each resource that is not as it must
    /// be.</exception>
    public IReadOnlyList<JObject> Check(JObject template, JObject parameters, string group, string name)
    {
        var resources = Expand(template, parameters, group, name);
        var details = new JArray();
        foreach (var resource in resources)
            try
            {
                types.Check(resource);
            }
            catch (ApiError error)
            {
                var detail = (JObject)error.Body["error"]!.DeepClone();
                detail["target"] = resource["id"];
                details.Add(detail);
            }

        return details.Count == 0 ? resources : throw ArmErrors.InvalidDeployment(name, details);
    }

    /// <summary>Begins to foretell; the answer is ready a little later.</summary>
    public string Start(JObject template, JObject parameters, string group, string name)
    {
        var resources = Check(template, parameters, group, name);
        var changes = resources
            .Select(Change)
            .Concat(
                store.In(group)
                    .Where(kept => !resources.Any(resource => ArmIds.Same((string?)resource["id"], (string?)kept["id"])))
                    .Select(Ignored)
            );
        var id = Guid.NewGuid().ToString();
        state
            .Table("arm_what_ifs")
            .Put(
                id,
                new JObject
                {
                    ["started"] = state.Now,
                    ["result"] = new JObject
                    {
                        ["status"] = "Succeeded",
                        ["properties"] = new JObject
                        {
                            ["correlationId"] = id,
                            ["changes"] = new JArray(
                                changes.OrderBy(change => (string)change["resourceId"]!, StringComparer.OrdinalIgnoreCase)
                            ),
                        },
                    },
                }
            );
        return id;
    }

    /// <summary>Null until it is ready.</summary>
    /// <exception cref="ApiError">404: nobody began it.</exception>
    public JObject? Find(string id, long takes)
    {
        var kept = state.Table("arm_what_ifs").Get(id) ?? throw ArmErrors.Of(404, "NotFound", $"There is no operation result {id}.");
        return state.Now >= (long)kept["started"]! + takes ? (JObject)kept["result"]! : null;
    }

    private IReadOnlyList<JObject> Expand(JObject template, JObject parameters, string group, string name)
    {
        try
        {
            var scope = new TemplateScope
            {
                SubscriptionId = accounts.SubscriptionId,
                TenantId = accounts.TenantId,
                Group = store.Group(group)!,
                DeploymentName = name,
                Now = state.Clock.GetUtcNow(),
                Reference = views.Properties,
                IsPreflight = true,
            };
            return new Template(template, parameters, scope).Resources();
        }
        catch (TemplateException error)
        {
            throw ArmErrors.InvalidTemplate(error.Message);
        }
    }

    private JObject Change(JObject resource)
    {
        var id = (string)resource["id"]!;
        var before = views.Find(id);
        var after = Shown(resource);
        if (before is null)
            return new JObject
            {
                ["resourceId"] = id,
                ["changeType"] = "Create",
                ["after"] = after,
            };

        var delta = ResourceDelta.Of(before, after);
        if (
            ArmIds.Same((string?)resource["type"], VaultSecretType.Name)
            && secrets.CurrentValue(resource) != (string?)resource["properties"]?["value"]
        )
            delta.Add(new JObject { ["path"] = "properties.value", ["propertyChangeType"] = "Modify" });

        return new JObject
        {
            ["resourceId"] = id,
            ["changeType"] = delta.Count == 0 ? "NoChange" : "Modify",
            ["before"] = before,
            ["after"] = after,
            ["delta"] = delta,
        };
    }

    private JObject Ignored(JObject kept)
    {
        var view = views.Of(kept);
        return new JObject
        {
            ["resourceId"] = kept["id"],
            ["changeType"] = "Ignore",
            ["before"] = view,
            ["after"] = view.DeepClone(),
        };
    }

    // As it would be read afterwards: without what only the template says, and without the value of a secret.
    private static JObject Shown(JObject resource)
    {
        var shown = new JObject(
            resource
                .Properties()
                .Where(property => property.Name is not ("dependsOn" or "comments" or "scope" or "condition"))
                .Select(property => property.DeepClone())
        );
        var name = (string)shown["name"]!;
        shown["name"] = name[(name.LastIndexOf('/') + 1)..];
        if (ArmIds.Same((string?)shown["type"], VaultSecretType.Name))
            (shown["properties"] as JObject)?.Remove("value");

        return shown;
    }
}
