using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.ResourceManager;

public sealed class ResourceGroupTests : ArmTests
{
    [Fact]
    public async Task A_group_that_is_missing_is_named()
    {
        var path = $"/subscriptions/{Arm.Cloud.Description.SubscriptionId}/resourceGroups/nope";

        Assert.Equal((404, "ResourceGroupNotFound"), Result(await Arm.SendAsync("GET", path)));
        Assert.Equal(
            (404, "ResourceGroupNotFound"),
            Result(
                await Arm.SendAsync("PUT", $"{path}/providers/Microsoft.Resources/deployments/x", ArmBench.Body(Workspace, Named("etl")))
            )
        );
    }

    [Fact]
    public async Task Groups_are_created_listed_and_deleted()
    {
        var path = $"/subscriptions/{Arm.Cloud.Description.SubscriptionId}/resourceGroups/other";
        Assert.Equal(404, (await Arm.SendAsync("HEAD", path)).Status);
        Assert.Equal(201, (await Arm.SendAsync("PUT", path, new JObject { ["location"] = "westeurope" })).Status);
        Assert.Equal(200, (await Arm.SendAsync("PUT", path, new JObject { ["location"] = "westeurope" })).Status);
        Assert.Equal(
            (409, "InvalidResourceGroupLocation"),
            Result(await Arm.SendAsync("PUT", path, new JObject { ["location"] = "northeurope" }))
        );
        Assert.Equal(204, (await Arm.SendAsync("HEAD", path)).Status);
        Assert.Contains(
            "other",
            (await Arm.SendAsync("GET", path[..path.LastIndexOf('/')])).Body["value"]!.Select(group => (string?)group["name"])
        );
        Assert.Equal(200, (await Arm.SendAsync("DELETE", path)).Status);
        Assert.Equal(404, (await Arm.SendAsync("GET", path)).Status);
    }
}
