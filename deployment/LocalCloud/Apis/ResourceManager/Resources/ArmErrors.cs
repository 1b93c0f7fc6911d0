using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.ResourceManager.Resources;

/// <summary>Refusals in Resource Manager's words.</summary>
internal static class ArmErrors
{
    public static ApiError Of(int status, string code, string message) => new(status, AzureErrors.Body(code, message));

    public static ApiError GroupNotFound(string group) => Of(404, "ResourceGroupNotFound", $"Resource group '{group}' could not be found.");

    public static ApiError ResourceNotFound(string type, string name, string group) =>
        Of(
            404,
            "ResourceNotFound",
            $"The Resource '{type}/{name}' under resource group '{group}' was not found. For more details please go to "
                + $"https://aka.ms/ARMResourceNotFoundFix"
        );

    public static ApiError InvalidTemplate(string message) =>
        Of(400, "InvalidTemplate", $"Deployment template validation failed: '{message}'.");

    public static ApiError InvalidDeployment(string name, JArray details) =>
        new(
            400,
            new JObject
            {
                ["error"] = new JObject
                {
                    ["code"] = "InvalidTemplateDeployment",
                    ["message"] =
                        $"The template deployment '{name}' is not valid according to the validation procedure. See inner errors "
                        + $"for details.",
                    ["details"] = details,
                },
            }
        );

    public static JObject DeploymentFailed(JArray details) =>
        new()
        {
            ["code"] = "DeploymentFailed",
            ["message"] =
                "At least one resource deployment operation failed. Please list deployment operations for details. "
                + "Please see https://aka.ms/arm-deployment-operations for usage details.",
            ["details"] = details,
        };
}
