using Layercake.LocalCloud.Apis.ResourceManager.Resources;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.ResourceManager.Types;

/// <summary>Who has which role on what: a vault that grants rights by roles looks here.</summary>
internal sealed class RoleAssignmentType(ResourceStore resources) : StoredType(resources, "Microsoft.Authorization/roleAssignments")
{
    public override void Check(JObject wanted)
    {
        var properties = Properties(wanted);
        Require(properties, "roleDefinitionId");
        Require(properties, "principalId");
        if (!Guid.TryParse((string?)wanted["name"], out _))
            throw ArmErrors.Of(
                400,
                "InvalidRoleAssignmentId",
                $"The role assignment ID '{wanted["name"]}' is not valid. The role assignment ID must be a GUID."
            );
    }

    public override Task ApplyAsync(JObject wanted, CancellationToken ct)
    {
        var kept = (JObject)wanted.DeepClone();
        var scope = ArmIds.ScopeOf((string)wanted["id"]!);
        kept["properties"]!["scope"] = scope;
        if (Resources.All().Any(other => IsSame(other, kept)))
            throw ArmErrors.Of(409, "RoleAssignmentExists", "The role assignment already exists.");

        Keep(kept);
        return Task.CompletedTask;
    }

    // Another name for the same principal, role and scope.
    private bool IsSame(JObject other, JObject wanted) =>
        ArmIds.Same((string?)other["type"], Type)
        && !ArmIds.Same((string?)other["id"], (string?)wanted["id"])
        && new[] { "principalId", "roleDefinitionId", "scope" }.All(name =>
            ArmIds.Same((string?)other["properties"]![name], (string?)wanted["properties"]![name])
        );
}
