using Layercake.LocalCloud.Apis.Objects;
using Layercake.LocalCloud.Apis.Unconfirmed;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Warehouses;

/// <summary>The SQL Warehouses API.</summary>
internal sealed class WarehousesEndpoints(CloudState state) : IEndpoints
{
    private const string Root = "/api/2.0/sql/warehouses";

    private readonly ObjectTable warehouses = new(state, TableNames.Warehouses);
    private readonly UnconfirmedRules unconfirmed = new(state);

    // Who asks for no size gets them all: older clients know nothing of pages here.
    private readonly ObjectPages pages = new("warehouses", Usual: int.MaxValue);

    public void Map(RouteTable routes)
    {
        routes.Post(Root, Create);
        routes.Get(Root, request => pages.Answer(request, warehouses.All(), warehouse => View(warehouse, request)));
        routes.Get($"{Root}/{{id}}", request => ApiResponse.Json(View(Get(request), request)));
        routes.Delete($"{Root}/{{id}}", Delete);
        routes.Post($"{Root}/{{id}}/edit", request => Change(request, Edited));
        routes.Post($"{Root}/{{id}}/start", request => Change(request, (warehouse, _) => WarehouseLife.Start(warehouse, state.Now)));
        routes.Post($"{Root}/{{id}}/stop", request => Change(request, (warehouse, _) => WarehouseLife.Stop(warehouse, state.Now)));
    }

    private ApiResponse Create(ApiRequest request)
    {
        var warehouse = WarehouseRules.Complete(WarehouseRules.Read(request));
        WarehouseRules.Check(warehouse);
        lock (warehouses.Gate)
        {
            RequireFree(warehouse, null);
            var added = warehouses.Add(NewIds.Hex16(lowercase: true), warehouse, request.Caller, WarehouseLife.Started(state.Now));
            return ApiResponse.Json(new JObject { ["id"] = added.Id });
        }
    }

    private StoredObject Edited(StoredObject warehouse, ApiRequest request)
    {
        var sent = WarehouseRules.Read(request);
        var wanted = new JObject(warehouse.Spec);
        foreach (var field in sent.Properties())
            wanted[field.Name] = field.Value;

        wanted = WarehouseRules.Complete(wanted);
        WarehouseRules.Check(wanted);
        RequireFree(wanted, warehouse.Id);
        var edited = warehouse.With(wanted, request.Caller, state.Now);
        if (unconfirmed.IsUsual(UnconfirmedRule.EditedWarehouse))
            edited = WarehouseLife.Start(edited, state.Now);

        return JToken.DeepEquals(warehouse.Spec["cluster_size"], wanted["cluster_size"])
            ? edited
            : WarehouseLife.Restart(edited, state.Now);
    }

    private ApiResponse Change(ApiRequest request, Func<StoredObject, ApiRequest, StoredObject> change)
    {
        lock (warehouses.Gate)
            warehouses.Put(change(Get(request), request));

        return ApiResponse.Empty;
    }

    private ApiResponse Delete(ApiRequest request)
    {
        lock (warehouses.Gate)
            warehouses.Remove(Get(request).Id);

        return ApiResponse.Empty;
    }

    private StoredObject Get(ApiRequest request)
    {
        var id = request.RouteValues["id"];
        return warehouses.Find(id) ?? throw ApiError.Missing($"SQL warehouse {id} does not exist.");
    }

    private void RequireFree(JObject warehouse, string? id) =>
        CommonRules.Require(
            !warehouses.IsTaken("name", (string)warehouse["name"]!, id),
            $"SQL warehouse with name `{warehouse["name"]}` already exists"
        );

    private JObject View(StoredObject warehouse, ApiRequest request)
    {
        var runs = WarehouseLife.StateOf(warehouse, state.Now);
        var (host, path) = (new Uri(request.BaseUrl).Host, $"/sql/1.0/warehouses/{warehouse.Id}");
        return new JObject(warehouse.Spec)
        {
            ["id"] = warehouse.Id,
            ["size"] = WarehouseRules.SizeAlias(warehouse.Spec),
            ["state"] = runs,
            ["auto_resume"] = true,
            ["creator_id"] = long.TryParse(warehouse.CreatorId, out var creator) ? creator : 0,
            ["creator_name"] = warehouse.Creator,
            ["num_clusters"] = runs == "RUNNING" ? warehouse.Spec["min_num_clusters"] : 0,
            ["num_active_sessions"] = 0,
            ["jdbc_url"] = $"jdbc:spark://{host}:443/default;transportMode=http;ssl=1;AuthMech=3;httpPath={path};",
            ["odbc_params"] = new JObject
            {
                ["hostname"] = host,
                ["path"] = path,
                ["protocol"] = "https",
                ["port"] = 443,
            },
            ["health"] = runs == "RUNNING" ? new JObject { ["status"] = "HEALTHY" } : new JObject(),
        };
    }
}
