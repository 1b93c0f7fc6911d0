using Layercake.LocalCloud.Apis.ResourceManager.Resources;
using Layercake.LocalCloud.Apis.ResourceManager.Types;
using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.ResourceManager;

/// <summary>Single resources by id, their children, and what extends them.</summary>
internal sealed class ResourceEndpoints(ResourceStore resources, ResourceTypes types, ResourceViews views)
{
    private const string Resource = "/providers/{namespace}/{type}/{name}";
    private const string Extension = "/providers/{ext_namespace}/{ext_type}/{ext_name}";

    public void Map(ArmRoutes routes)
    {
        foreach (
            var template in new[]
            {
                $"{ArmRoutes.Group}{Resource}",
                $"{ArmRoutes.Group}{Resource}/{{child_type}}/{{child_name}}",
                $"{ArmRoutes.Group}{Resource}{Extension}",
            }
        )
        {
            routes.Add("GET", template, request => ApiResponse.Json(views.Find(Id(request)) ?? throw NotFound(request)));
            routes.Add("HEAD", template, request => views.Find(Id(request)) is null ? throw NotFound(request) : ApiResponse.NoContent);
            routes.Add("PUT", template, PutAsync);
            routes.Add("DELETE", template, DeleteAsync);
        }
    }

    private async Task<ApiResponse> PutAsync(ApiRequest request, CancellationToken ct)
    {
        var id = Id(request);
        var isNew = views.Find(id) is null;
        var (type, name) = ArmIds.Split(id);
        var body = new JObject(request.Parameters.Properties().Where(property => property.Name != "api-version"))
        {
            ["id"] = id,
            ["type"] = type,
            ["name"] = name,
        };
        types.Check(body);
        await types.ApplyAsync(body, ct);

        // Access policies become a part of their vault and are nothing by themselves.
        return ApiResponse.Json(views.Find(id) ?? body, isNew ? 201 : 200);
    }

    private async Task<ApiResponse> DeleteAsync(ApiRequest request, CancellationToken ct)
    {
        if (resources.Get(Id(request)) is not { } kept)
            return ApiResponse.NoContent;

        await types.RemoveAsync(kept);
        return new ApiResponse();
    }

    private string Id(ApiRequest request)
    {
        var values = request.RouteValues;
        var group = resources.Group(values["group"]) ?? throw ArmErrors.GroupNotFound(values["group"]);
        var id = $"{group["id"]}/providers/{values["namespace"]}/{values["type"]}/{values["name"]}";
        if (values.TryGetValue("child_type", out var child))
            id += $"/{child}/{values["child_name"]}";

        return values.TryGetValue("ext_type", out var extension)
            ? $"{id}/providers/{values["ext_namespace"]}/{extension}/{values["ext_name"]}"
            : id;
    }

    private ApiError NotFound(ApiRequest request)
    {
        var (type, name) = ArmIds.Split(Id(request));
        return ArmErrors.ResourceNotFound(type, name, request.RouteValues["group"]);
    }
}
