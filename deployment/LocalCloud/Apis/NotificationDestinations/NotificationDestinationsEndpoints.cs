using Layercake.LocalCloud.Apis.Objects;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.NotificationDestinations;

/// <summary>The Notification Destinations API.</summary>
internal sealed class NotificationDestinationsEndpoints(CloudState state) : IEndpoints
{
    private const string Root = "/api/2.0/notification-destinations";

    private static readonly BodyShape Shape = new()
    {
        Texts = ["display_name"],
        Objects = ["config"],
        ReadOnly = ["id", "destination_type"],
    };

    private readonly ObjectTable destinations = new(state, "notification-destinations");
    private readonly ObjectPages pages = new("results");

    public void Map(RouteTable routes)
    {
        routes.Post(Root, Create);
        routes.Get(Root, request => pages.Answer(request, destinations.All(), Line));
        routes.Get($"{Root}/{{id}}", request => ApiResponse.Json(View(Get(request))));
        routes.Patch($"{Root}/{{id}}", Update);
        routes.Delete($"{Root}/{{id}}", Delete);
    }

    private ApiResponse Create(ApiRequest request)
    {
        var sent = Shape.Read(request);
        sent.Required("display_name");
        var (type, config) = DestinationConfig.Read((JObject?)sent["config"] ?? []);
        sent["config"] = config;
        return ApiResponse.Json(View(destinations.Add(NewIds.Uuid(), sent, request.Caller, new JObject { ["type"] = type })));
    }

    private ApiResponse Update(ApiRequest request)
    {
        var sent = Shape.Read(request);
        CommonRules.Require(sent.Count > 0, "At least one of display_name and config must be given.");
        lock (destinations.Gate)
        {
            var destination = Get(request);
            var spec = new JObject(destination.Spec);
            if (sent["display_name"] is { } name)
                spec["display_name"] = name;
            if (sent["config"] is JObject wanted)
            {
                var (type, config) = DestinationConfig.Read(wanted);
                CommonRules.Require(
                    type == (string?)destination.Facts["type"],
                    "The type of a notification destination cannot be changed."
                );
                spec["config"] = DestinationConfig.Merged((JObject)spec["config"]!, config);
            }

            var changed = destination.With(spec, request.Caller, state.Now);
            destinations.Put(changed);
            return ApiResponse.Json(View(changed));
        }
    }

    private ApiResponse Delete(ApiRequest request)
    {
        lock (destinations.Gate)
            destinations.Remove(Get(request).Id);

        return ApiResponse.Empty;
    }

    private StoredObject Get(ApiRequest request)
    {
        var id = request.RouteValues["id"];
        return destinations.Find(id) ?? throw ApiError.Missing($"Notification destination {id} does not exist.");
    }

    private static JObject View(StoredObject destination) =>
        new(destination.Spec) { ["id"] = destination.Id, ["destination_type"] = destination.Facts["type"] };

    // A listing has no configuration.
    private static JObject Line(StoredObject destination)
    {
        var line = View(destination);
        line.Remove("config");
        return line;
    }
}
