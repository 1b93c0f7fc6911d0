using Layercake.LocalCloud.Apis.ResourceManager.Resources;
using Layercake.LocalCloud.Apis.ResourceManager.Types;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.Identity;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.ResourceManager;

/// <summary>The one subscription, its resource providers, and all resources of a type in it.</summary>
internal sealed class SubscriptionEndpoints(CloudAccounts accounts, ResourceStore resources, ResourceViews views)
{
    public void Map(ArmRoutes routes)
    {
        routes.Add("GET", "/subscriptions", _ => ApiResponse.Json(new JObject { ["value"] = new JArray(Subscription()) }));
        routes.Add("GET", ArmRoutes.Subscription, _ => ApiResponse.Json(Subscription()));
        routes.Add("GET", $"{ArmRoutes.Subscription}/providers/{{namespace}}", request => ApiResponse.Json(Provider(request)));
        routes.Add("POST", $"{ArmRoutes.Subscription}/providers/{{namespace}}/register", request => ApiResponse.Json(Provider(request)));
        routes.Add("GET", $"{ArmRoutes.Subscription}/resources", request => List(request, null));
        routes.Add(
            "GET",
            $"{ArmRoutes.Subscription}/providers/{{namespace}}/{{type}}",
            request => List(request, $"{request.RouteValues["namespace"]}/{request.RouteValues["type"]}")
        );
    }

    private JObject Subscription() =>
        new()
        {
            ["id"] = $"/subscriptions/{accounts.SubscriptionId}",
            ["authorizationSource"] = "RoleBased",
            ["subscriptionId"] = accounts.SubscriptionId,
            ["tenantId"] = accounts.TenantId,
            ["displayName"] = "Layercake local cloud",
            ["state"] = "Enabled",
        };

    private JObject Provider(ApiRequest request) =>
        new()
        {
            ["id"] = $"/subscriptions/{accounts.SubscriptionId}/providers/{request.RouteValues["namespace"]}",
            ["namespace"] = request.RouteValues["namespace"],
            ["registrationState"] = "Registered",
            ["registrationPolicy"] = "RegistrationRequired",
            ["resourceTypes"] = new JArray(),
        };

    private ApiResponse List(ApiRequest request, string? type) =>
        ApiResponse.Json(
            new JObject
            {
                ["value"] = new JArray(
                    resources.All().Where(resource => type is null || ArmIds.Same((string?)resource["type"], type)).Select(views.Of)
                ),
            }
        );
}
