using System.Globalization;
using Layercake.LocalCloud.Apis.ResourceManager.Resources;
using Layercake.LocalCloud.Apis.ResourceManager.Templates;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.ResourceManager.Deployments;

/// <summary>Deployments and their operations as a read shows them.</summary>
internal static class DeploymentViews
{
    /// <summary><c>Accepted</c>, <c>Running</c>, <c>Succeeded</c> or <c>Failed</c>.</summary>
    public static string State(Deployment deployment, DeploymentTiming timing, long now) =>
        deployment switch
        {
            { IsOver: true, Error: null } => "Succeeded",
            { IsOver: true } => "Failed",
            _ => now < deployment.Started + timing.Accepted ? "Accepted" : "Running",
        };

    public static JObject Of(Deployment deployment, string groupId, string state, long now)
    {
        var properties = new JObject
        {
            ["parameters"] = TemplateParameters.Shown(deployment.Template["parameters"] as JObject ?? [], deployment.Parameters),
            ["mode"] = "Incremental",
            ["provisioningState"] = state,
            ["timestamp"] = Time(deployment.Ended ?? now),
            ["duration"] = $"PT{((deployment.Ended ?? now) - deployment.Started) / 1000.0:0.###}S",
            ["correlationId"] = deployment.OperationId,
            ["providers"] = new JArray(),
            ["dependencies"] = new JArray(),
        };
        if (state == "Succeeded")
        {
            properties["outputs"] = deployment.Outputs;
            properties["outputResources"] = new JArray(deployment.Resources.Select(id => new JObject { ["id"] = id }));
        }

        if (deployment.Error is not null)
            properties["error"] = Error(deployment);

        return new JObject
        {
            ["id"] = $"{groupId}/providers/Microsoft.Resources/deployments/{deployment.Name}",
            ["name"] = deployment.Name,
            ["type"] = "Microsoft.Resources/deployments",
            ["properties"] = properties,
        };
    }

    public static JObject Error(Deployment deployment) => ArmErrors.DeploymentFailed([deployment.Error!.DeepClone()]);

    /// <summary>One operation for each resource that was begun.</summary>
    public static JArray Operations(Deployment deployment, string groupId, string state)
    {
        var begun = state == "Accepted" ? 0 : Math.Min(deployment.Written + 1, deployment.Resources.Count);
        return new JArray(deployment.Resources.Take(begun).Select((id, i) => Operation(deployment, groupId, id, i)));
    }

    private static JObject Operation(Deployment deployment, string groupId, string id, int i)
    {
        var (type, name) = ArmIds.Split(id);
        var state =
            i < deployment.Written ? "Succeeded"
            : deployment.Error is null ? "Running"
            : "Failed";
        var properties = new JObject
        {
            ["provisioningOperation"] = "Create",
            ["provisioningState"] = state,
            ["statusCode"] = state switch
            {
                "Succeeded" => "OK",
                "Failed" => "Conflict",
                _ => "Accepted",
            },
            ["targetResource"] = new JObject
            {
                ["id"] = id,
                ["resourceType"] = type,
                ["resourceName"] = name,
            },
        };
        if (state == "Failed")
            properties["statusMessage"] = new JObject { ["error"] = deployment.Error!.DeepClone() };

        var operation = $"{deployment.OperationId[..8].ToUpperInvariant()}{i:D8}";
        return new JObject
        {
            ["id"] = $"{groupId}/providers/Microsoft.Resources/deployments/{deployment.Name}/operations/{operation}",
            ["operationId"] = operation,
            ["properties"] = properties,
        };
    }

    private static string Time(long milliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);
}
