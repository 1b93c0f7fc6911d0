using Layercake.Rest.Apis;
using Layercake.Rest.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Rest.Tests.Families;

/// <summary>Permissions, through the client against the local cloud.</summary>
public sealed class PermissionsTests : CloudTests
{
    private PermissionsApi Permissions => new(Client);

    public static TheoryData<string, string> Creators =>
        new()
        {
            { "clusters", "CAN_MANAGE" },
            { "jobs", "IS_OWNER" },
            { "instance-pools", "CAN_MANAGE" },
            { "pipelines", "IS_OWNER" },
            { "warehouses", "IS_OWNER" },
            { "sql/warehouses", "IS_OWNER" },
            { "cluster-policies", "" },
            { "notebooks", "" },
            { "directories", "" },
        };

    [Theory]
    [MemberData(nameof(Creators))]
    public async Task Whoever_made_an_object_has_rights_and_administrators_inherit_theirs(string type, string level)
    {
        var me = (string)(await new ScimApi(Client).MeAsync(CancellationToken.None))["userName"]!;

        var lines = Lines(await Permissions.GetAsync(type, await MakeAsync(type), CancellationToken.None));

        Assert.Equal(level.Length == 0 ? [] : [$"{me} {level}"], lines.Where(line => line.StartsWith(me, StringComparison.Ordinal)));
        Assert.Contains(type == "cluster-policies" ? "admins CAN_USE inherited" : "admins CAN_MANAGE inherited", lines);
    }

    [Fact]
    public async Task Setting_replaces_and_updating_adds_or_raises()
    {
        var id = await MakeAsync("clusters");

        await Permissions.SetAsync("clusters", id, [Group("users", "CAN_ATTACH_TO")], CancellationToken.None);
        Assert.Equal(["users CAN_ATTACH_TO", "admins CAN_MANAGE inherited"], await ReadAsync("clusters", id));

        await Permissions.UpdateAsync("clusters", id, [Group("users", "CAN_RESTART")], CancellationToken.None);
        await Permissions.UpdateAsync("clusters", id, [Group("users", "CAN_ATTACH_TO")], CancellationToken.None);
        Assert.Equal(["users CAN_RESTART", "admins CAN_MANAGE inherited"], await ReadAsync("clusters", id));

        await Permissions.SetAsync("clusters", id, [], CancellationToken.None);
        Assert.Equal(["admins CAN_MANAGE inherited"], await ReadAsync("clusters", id));
    }

    [Fact]
    public async Task A_job_keeps_exactly_one_owner_who_is_no_group()
    {
        var id = await MakeAsync("jobs");

        var failure = await Assert.ThrowsAsync<WorkspaceApiException>(() =>
            Permissions.SetAsync("jobs", id, [Group("users", "CAN_VIEW")], CancellationToken.None)
        );
        Assert.Equal("The job must have exactly one owner.", failure.ServiceMessage);
        Assert.Equal(
            "400 INVALID_PARAMETER_VALUE",
            await RefusalAsync(() => Permissions.SetAsync("jobs", id, [Group("users", "IS_OWNER")], CancellationToken.None))
        );

        var owner = new JObject { ["service_principal_name"] = Fixture.Description.ClientId, ["permission_level"] = "IS_OWNER" };
        await Permissions.SetAsync("jobs", id, [owner, Group("users", "CAN_VIEW")], CancellationToken.None);
        Assert.Equal(
            [$"{Fixture.Description.ClientId} IS_OWNER", "users CAN_VIEW", "admins CAN_MANAGE inherited"],
            await ReadAsync("jobs", id)
        );
    }

    [Fact]
    public async Task What_holds_for_a_folder_holds_for_what_is_in_it()
    {
        var notebook = await MakeAsync("notebooks");

        Assert.Contains("users CAN_MANAGE inherited", await ReadAsync("notebooks", notebook));
    }

    [Fact]
    public async Task What_a_type_does_not_have_is_refused()
    {
        var id = await MakeAsync("clusters");

        Assert.Equal(
            "400 INVALID_PARAMETER_VALUE",
            await RefusalAsync(() => Permissions.SetAsync("clusters", id, [Group("users", "IS_OWNER")], CancellationToken.None))
        );
        Assert.Equal(
            "400 INVALID_PARAMETER_VALUE",
            await RefusalAsync(() =>
                Permissions.SetAsync("clusters", id, [new JObject { ["permission_level"] = "CAN_MANAGE" }], CancellationToken.None)
            )
        );
        Assert.Equal(
            "400 INVALID_PARAMETER_VALUE",
            await RefusalAsync(() => Permissions.SetAsync("clusters", id, [Group("admins", "CAN_RESTART")], CancellationToken.None))
        );
        Assert.StartsWith(
            "400 ",
            await RefusalAsync(() => Permissions.SetAsync("clusters", id, [Group("strangers", "CAN_RESTART")], CancellationToken.None)),
            StringComparison.Ordinal
        );
        Assert.Equal("404 ENDPOINT_NOT_FOUND", await RefusalAsync(() => Permissions.GetAsync("unicorns", id, CancellationToken.None)));
    }

    [Theory]
    [MemberData(nameof(Creators))]
    public async Task An_object_that_does_not_exist_has_no_permissions(string type, string level)
    {
        _ = level;
        Assert.Equal("404 RESOURCE_DOES_NOT_EXIST", await RefusalAsync(() => Permissions.GetAsync(type, "1", CancellationToken.None)));
    }

    private async Task<IReadOnlyList<string>> ReadAsync(string type, string id) =>
        Lines(await Permissions.GetAsync(type, id, CancellationToken.None));

    private static List<string> Lines(JObject permissions) =>
        [
            .. from entry in permissions["access_control_list"]!
            let name = entry["user_name"] ?? entry["group_name"] ?? entry["service_principal_name"]
            from permission in entry["all_permissions"]!
            select $"{name} {permission["permission_level"]}{((bool)permission["inherited"]! ? " inherited" : "")}",
        ];

    private static JObject Group(string name, string level) => new() { ["group_name"] = name, ["permission_level"] = level };

    private async Task<string> MakeAsync(string type)
    {
        var workspace = new WorkspaceApi(Client);
        switch (type)
        {
            case "clusters":
                var cluster = new JObject
                {
                    ["spark_version"] = "17.3.x-scala2.13",
                    ["node_type_id"] = "Standard_D4ds_v5",
                    ["num_workers"] = 1,
                };
                return await new ClustersApi(Client).CreateAsync(cluster, "one", CancellationToken.None);
            case "jobs":
                return $"{await new JobsApi(Client).CreateAsync(new JObject { ["name"] = "nightly" }, CancellationToken.None)}";
            case "notebooks":
                await workspace.ImportAsync(
                    "/Shared/report",
                    "print(1)"u8.ToArray(),
                    "SOURCE",
                    "PYTHON",
                    overwrite: true,
                    CancellationToken.None
                );
                return $"{(await workspace.GetStatusAsync("/Shared/report", CancellationToken.None))["object_id"]}";
            case "directories":
                await workspace.MakeDirectoryAsync("/Shared/reports", CancellationToken.None);
                return $"{(await workspace.GetStatusAsync("/Shared/reports", CancellationToken.None))["object_id"]}";
            default:
                var name = type switch
                {
                    "sql/warehouses" => "warehouses",
                    "instance-pools" => "instance pools",
                    "cluster-policies" => "cluster policies",
                    _ => type,
                };
                var family = Family.All(Client).Single(family => family.Name == name);
                return await family.CreateAsync(family.Spec(1), CancellationToken.None);
        }
    }
}
