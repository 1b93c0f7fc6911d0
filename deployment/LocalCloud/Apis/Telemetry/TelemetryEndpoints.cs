using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Telemetry;

/// <summary>Takes what public clients tell of themselves, since they try again where it is refused, and keeps nothing of it.</summary>
internal sealed class TelemetryEndpoints : IEndpoints
{
    public void Map(RouteTable routes) =>
        routes.Post(
            "/telemetry-ext",
            request =>
                ApiResponse.Json(
                    new JObject
                    {
                        ["errors"] = new JArray(),
                        ["numSuccess"] = Count(request, "items"),
                        ["numProtoSuccess"] = Count(request, "protoLogs"),
                    }
                )
        );

    private static int Count(ApiRequest request, string list) => (request.Parameters[list] as JArray)?.Count ?? 0;
}
