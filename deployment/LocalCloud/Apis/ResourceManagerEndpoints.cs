using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis;

/// <summary>Azure Resource Manager: the workspace as a resource, so that its address can be looked up by name.</summary>
internal sealed class ResourceManagerEndpoints(Cloud cloud) : IEndpoints
{
    public void Map(RouteTable routes) =>
        routes.Add(
            "GET",
            "/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Databricks/workspaces/{name}",
            Access.ResourceManager,
            (request, _) => Task.FromResult(Workspace(request)));

    private ApiResponse Workspace(ApiRequest request)
    {
        var (subscription, group, name) = (request.RouteValues["subscription"], request.RouteValues["group"], request.RouteValues["name"]);
        if (request.Text("api-version") is null)
            throw Error(400, "MissingApiVersionParameter", "The api-version query parameter (?api-version=) is required for all requests.");

        if (!Same(subscription, cloud.Accounts.SubscriptionId))
            throw Error(404, "SubscriptionNotFound", $"The subscription '{subscription}' could not be found.");

        if (!Same(group, cloud.Accounts.ResourceGroup))
            throw Error(404, "ResourceGroupNotFound", $"Resource group '{group}' could not be found.");

        if (!Same(name, cloud.Accounts.WorkspaceName))
            throw Error(
                404,
                "ResourceNotFound",
                $"The Resource 'Microsoft.Databricks/workspaces/{name}' under resource group '{group}' was not found. "
                + "For more details please go to https://aka.ms/ARMResourceNotFoundFix");

        return ApiResponse.Json(new JObject
        {
            ["id"] = $"/subscriptions/{cloud.Accounts.SubscriptionId}/resourceGroups/{cloud.Accounts.ResourceGroup}"
                + $"/providers/Microsoft.Databricks/workspaces/{cloud.Accounts.WorkspaceName}",
            ["name"] = cloud.Accounts.WorkspaceName,
            ["type"] = "Microsoft.Databricks/workspaces",
            ["sku"] = new JObject { ["name"] = "premium" },
            ["location"] = "westeurope",
            ["properties"] = new JObject
            {
                ["provisioningState"] = "Succeeded",
                ["workspaceId"] = cloud.Accounts.WorkspaceId,

                // Without a scheme, as the service gives it.
                ["workspaceUrl"] = new Uri(cloud.Urls.Https).Authority,
            },
        });
    }

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static ApiError Error(int status, string code, string message) => new(status, AzureErrors.Body(code, message));
}
