using Layercake.LocalCloud.Apis.ResourceManager.Resources;
using Layercake.LocalCloud.Apis.ResourceManager.Templates;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.Identity;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.ResourceManager.Deployments;

/// <summary>Deployments of templates into a resource group: checked, foretold, started, and followed until they end.</summary>
internal sealed class DeploymentEndpoints(
    CloudState state,
    CloudAccounts accounts,
    ResourceStore resources,
    DeploymentStore deployments,
    WhatIf whatIf
)
{
    private const string All = $"{ArmRoutes.Group}/providers/Microsoft.Resources/deployments";
    private const string One = $"{All}/{{name}}";

    public void Map(ArmRoutes routes)
    {
        routes.Add(
            "GET",
            All,
            request => ApiResponse.Json(new JObject { ["value"] = new JArray(deployments.In(Group(request)).Select(View)) })
        );
        routes.Add("GET", One, request => ApiResponse.Json(View(Find(request))));
        routes.Add("HEAD", One, request => Find(request) is null ? throw NotFound(request) : ApiResponse.NoContent);
        routes.Add("PUT", One, Start);
        routes.Add("DELETE", One, request => deployments.Remove(Find(request)) ? ApiResponse.NoContent : throw NotFound(request));
        routes.Add("POST", $"{One}/validate", Validate);
        routes.Add("POST", $"{One}/whatIf", Foretell);
        routes.Add("GET", $"{One}/operations", Operations);
        routes.Add("GET", $"{One}/operationStatuses/{{id}}", Status);
        routes.Add("GET", $"{ArmRoutes.Subscription}/operationresults/{{id}}", Foretold);
    }

    private ApiResponse Start(ApiRequest request)
    {
        var (group, name) = (Group(request), request.RouteValues["name"]);
        var known = deployments.Find(group, name);
        if (known is { IsOver: false })
            throw ArmErrors.Of(
                409,
                "DeploymentActive",
                $"Unable to edit or replace deployment '{name}': previous deployment is still active."
            );

        var (template, parameters) = Read(request);
        var resources = whatIf.Check(template, parameters, group, name);
        var deployment = new Deployment
        {
            Group = group,
            Name = name,
            OperationId = Guid.NewGuid().ToString(),
            Template = template,
            Parameters = parameters,
            Started = state.Now,
            Resources = [.. resources.Select(resource => (string)resource["id"]!)],
        };
        deployments.Put(deployment);
        return ApiResponse.Json(View(deployment), known is null ? 201 : 200) with
        {
            Headers = new Dictionary<string, string>
            {
                ["Azure-AsyncOperation"] =
                    $"{request.BaseUrl}{GroupId(group)}/providers/Microsoft.Resources/deployments/{name}"
                    + $"/operationStatuses/{deployment.OperationId}?api-version={Version(request)}",
                ["Retry-After"] = "1",
            },
        };
    }

    private ApiResponse Validate(ApiRequest request)
    {
        var (group, name) = (Group(request), request.RouteValues["name"]);
        var (template, parameters) = Read(request);
        var resources = whatIf.Check(template, parameters, group, name);
        return ApiResponse.Json(
            new JObject
            {
                ["id"] = $"{GroupId(group)}/providers/Microsoft.Resources/deployments/{name}",
                ["name"] = name,
                ["type"] = "Microsoft.Resources/deployments",
                ["properties"] = new JObject
                {
                    ["mode"] = "Incremental",
                    ["provisioningState"] = "Succeeded",
                    ["parameters"] = TemplateParameters.Shown(template["parameters"] as JObject ?? [], parameters),
                    ["validatedResources"] = new JArray(resources.Select(resource => new JObject { ["id"] = resource["id"] })),
                },
            }
        );
    }

    private ApiResponse Foretell(ApiRequest request)
    {
        var (template, parameters) = Read(request);
        var id = whatIf.Start(template, parameters, Group(request), request.RouteValues["name"]);
        return Pending(ResultAddress(request, id));
    }

    private ApiResponse Foretold(ApiRequest request) =>
        whatIf.Find(request.RouteValues["id"], deployments.Timing.Accepted) is { } result
            ? ApiResponse.Json(result)
            : Pending(ResultAddress(request, request.RouteValues["id"]));

    private string ResultAddress(ApiRequest request, string id) =>
        $"{request.BaseUrl}/subscriptions/{accounts.SubscriptionId}/operationresults/{id}?api-version={Version(request)}";

    private static ApiResponse Pending(string location) =>
        new()
        {
            Status = 202,
            Headers = new Dictionary<string, string> { ["Location"] = location, ["Retry-After"] = "1" },
        };

    private ApiResponse Status(ApiRequest request)
    {
        var deployment = Find(request);
        if (deployment.OperationId != request.RouteValues["id"])
            throw NotFound(request);

        var status = new JObject
        {
            ["id"] = request.Path,
            ["name"] = deployment.OperationId,
            ["status"] = State(deployment),
        };
        if (deployment.Error is not null)
            status["error"] = DeploymentViews.Error(deployment);

        return deployment.IsOver
            ? ApiResponse.Json(status)
            : ApiResponse.Json(status) with
            {
                Headers = new Dictionary<string, string> { ["Retry-After"] = "1" },
            };
    }

    private ApiResponse Operations(ApiRequest request)
    {
        var deployment = Find(request);
        return ApiResponse.Json(
            new JObject { ["value"] = DeploymentViews.Operations(deployment, GroupId(deployment.Group), State(deployment)) }
        );
    }

    private string Group(ApiRequest request) =>
        (string?)resources.Group(request.RouteValues["group"])?["name"]
        ?? throw ArmErrors.GroupNotFound(request.RouteValues["group"]);

    private Deployment Find(ApiRequest request) => deployments.Find(Group(request), request.RouteValues["name"]) ?? throw NotFound(request);

    private JObject View(Deployment deployment) =>
        DeploymentViews.Of(deployment, GroupId(deployment.Group), State(deployment), state.Now);

    private string State(Deployment deployment) => DeploymentViews.State(deployment, deployments.Timing, state.Now);

    private string GroupId(string group) => ArmIds.Group(accounts.SubscriptionId, group);

    private static (JObject Template, JObject Parameters) Read(ApiRequest request)
    {
        var properties =
            request.Parameters["properties"] as JObject
            ?? throw ArmErrors.Of(400, "InvalidRequestContent", "The request content was invalid: properties is required.");
        if (!ArmIds.Same((string?)properties["mode"], "Incremental"))
            throw ArmErrors.Of(
                400,
                "InvalidDeploymentMode",
                $"The deployment mode '{properties["mode"]}' is none that the local cloud has: use Incremental."
            );

        return properties["template"] is JObject template
            ? (template, properties["parameters"] as JObject ?? [])
            : throw ArmErrors.Of(400, "InvalidRequestContent", "The request content was invalid: properties.template is required.");
    }

    private static string Version(ApiRequest request) => Uri.EscapeDataString(request.Text("api-version")!);

    private static ApiError NotFound(ApiRequest request) =>
        ArmErrors.Of(404, "DeploymentNotFound", $"Deployment '{request.RouteValues["name"]}' could not be found.");
}
