using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.ResourceManager.Deployments;

/// <summary>The cloud's own calls about deployments: how long they take, and which resources fail.</summary>
internal sealed class DeploymentAdminEndpoints(DeploymentStore deployments)
{
    public void Map(RouteTable routes)
    {
        Add(
            "POST",
            "/arm/timing",
            request =>
            {
                var known = deployments.Timing;
                deployments.SetTiming(
                    new DeploymentTiming(request.Number("accepted_ms") ?? known.Accepted, request.Number("resource_ms") ?? known.Resource)
                );
            }
        );
        Add(
            "POST",
            "/arm/failures",
            request =>
                deployments.Fail(
                    request.RequiredText("type"),
                    request.Text("code") ?? "Conflict",
                    request.Text("message") ?? "This failure was ordered by an admin call."
                )
        );
        Add("DELETE", "/arm/failures", _ => deployments.FailNothing());

        void Add(string method, string path, Action<ApiRequest> endpoint) =>
            routes.AddAdmin(
                method,
                path,
                request =>
                {
                    endpoint(request);
                    return new JObject();
                }
            );
    }
}
