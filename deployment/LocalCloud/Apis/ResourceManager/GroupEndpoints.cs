using Layercake.LocalCloud.Apis.ResourceManager.Resources;
using Layercake.LocalCloud.Apis.ResourceManager.Types;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.Identity;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.ResourceManager;

/// <summary>Resource groups.</summary>
internal sealed class GroupEndpoints(CloudAccounts accounts, ResourceStore resources, ResourceTypes types, ResourceViews views)
{
    public void Map(ArmRoutes routes)
    {
        routes.Add(
            "GET",
            $"{ArmRoutes.Subscription}/resourceGroups",
            _ => ApiResponse.Json(new JObject { ["value"] = new JArray(resources.Groups()) })
        );
        routes.Add("GET", ArmRoutes.Group, request => ApiResponse.Json(Group(request)));
        routes.Add(
            "HEAD",
            ArmRoutes.Group,
            request =>
                resources.Group(request.RouteValues["group"]) is null
                    ? throw ArmErrors.GroupNotFound(request.RouteValues["group"])
                    : ApiResponse.NoContent
        );
        routes.Add("PUT", ArmRoutes.Group, Put);
        routes.Add("DELETE", ArmRoutes.Group, DeleteAsync);
        routes.Add("GET", $"{ArmRoutes.Group}/resources", request => List(request, null));
        routes.Add(
            "GET",
            $"{ArmRoutes.Group}/providers/{{namespace}}/{{type}}",
            request => List(request, $"{request.RouteValues["namespace"]}/{request.RouteValues["type"]}")
        );
    }

    private JObject Group(ApiRequest request) =>
        resources.Group(request.RouteValues["group"]) ?? throw ArmErrors.GroupNotFound(request.RouteValues["group"]);

    private ApiResponse Put(ApiRequest request)
    {
        var name = request.RouteValues["group"];
        var known = resources.Group(name);
        var location =
            request.Text("location")
            ?? throw ArmErrors.Of(400, "LocationRequired", "The location property is required for this definition.");
        if (known is not null && !ArmIds.Same((string?)known["location"], location))
            throw ArmErrors.Of(
                409,
                "InvalidResourceGroupLocation",
                $"Invalid resource group location '{location}'. The Resource group already exists in location '{known["location"]}'."
            );

        var group = (JObject?)known?.DeepClone() ?? ArmIds.NewGroup(accounts.SubscriptionId, name, location);
        if (request.Parameters["tags"] is JObject tags)
            group["tags"] = tags.DeepClone();

        resources.PutGroup(group);
        return ApiResponse.Json(group, known is null ? 201 : 200);
    }

    private async Task<ApiResponse> DeleteAsync(ApiRequest request, CancellationToken ct)
    {
        var name = (string)Group(request)["name"]!;
        foreach (var resource in resources.In(name).ToList())
            await types.RemoveAsync(resource);

        resources.RemoveGroup(name);
        return new ApiResponse { Status = 200 };
    }

    private ApiResponse List(ApiRequest request, string? type)
    {
        var listed = resources.In((string)Group(request)["name"]!)
            .Where(resource => type is null || ArmIds.Same((string?)resource["type"], type));
        return ApiResponse.Json(new JObject { ["value"] = new JArray(listed.Select(views.Of)) });
    }
}
