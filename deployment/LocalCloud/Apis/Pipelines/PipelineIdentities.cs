using Layercake.LocalCloud.Apis.Objects;
using Layercake.LocalCloud.Apis.Permissions;
using Layercake.LocalCloud.Apis.Unconfirmed;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Pipelines;

/// <summary>Whom pipelines run as.</summary>
internal sealed class PipelineIdentities(CloudState state)
{
    private static readonly PermissionType Type = PermissionType.Of("pipelines");

    private readonly Table permissions = state.Table(PermissionTargets.TableName);
    private readonly UnconfirmedRules unconfirmed = new(state);

    public string Of(StoredObject pipeline) =>
        (string?)pipeline.Spec["run_as"]?.SelectToken("$.*")
        ?? (unconfirmed.IsUsual(UnconfirmedRule.PipelineRunAs) ? null : Owner(pipeline))
        ?? pipeline.Creator;

    /// <summary>Null until somebody has set permissions.</summary>
    private string? Owner(StoredObject pipeline) =>
        permissions
            .Get(Type.ObjectId(pipeline.Id))
            ?.Objects(PermissionTargets.List)
            .Select(Grant.Kept)
            .FirstOrDefault(Type.IsOwner)
            ?.Name;
}
