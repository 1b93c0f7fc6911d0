using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.ResourceManager;

/// <summary>The one subscription, its resource providers, and all resources of a type in it.</summary>
internal sealed class SubscriptionEndpoints(Cloud cloud, ResourceViews views)
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
            ["id"] = $"/subscriptions/{cloud.Accounts.SubscriptionId}",
            ["authorizationSource"] = "RoleBased",
            ["subscriptionId"] = cloud.Accounts.SubscriptionId,
            ["tenantId"] = cloud.Accounts.TenantId,
            ["displayName"] = "Layercake local cloud",
            ["state"] = "Enabled",
        };

    private JObject Provider(ApiRequest request) =>
        new()
        {
            ["id"] = $"/subscriptions/{cloud.Accounts.SubscriptionId}/providers/{request.RouteValues["namespace"]}",
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
                    cloud.Resources.All().Where(resource => type is null || ArmIds.Same((string?)resource["type"], type)).Select(views.Of)
                ),
            }
        );
}
