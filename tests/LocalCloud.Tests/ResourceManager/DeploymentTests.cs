using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.ResourceManager;

/// <summary>What a deployment creates, how it ends, and what would be changed by it.</summary>
public sealed class DeploymentTests : ArmTests
{
    [Fact]
    public async Task A_deployment_is_accepted_runs_and_succeeds_by_the_clouds_clock()
    {
        var started = await Arm.PutDeploymentAsync("infrastructure", Workspace, Named("etl"));

        Assert.Equal(201, started.Status);
        Assert.Equal("Accepted", (string?)started.Body["properties"]!["provisioningState"]);
        Assert.True(started.Headers.ContainsKey("Retry-After"));
        var status = started.Headers["Azure-AsyncOperation"];
        Assert.Equal("Accepted", await StatusAsync(status));
        Arm.Clock.Advance(TimeSpan.FromMilliseconds(250));
        Assert.Equal("Running", await StatusAsync(status));
        Assert.Equal(["net Running"], await OperationsAsync());
        Arm.Clock.Advance(TimeSpan.FromMilliseconds(300));
        Assert.Equal(["net Succeeded", "etl Running"], await OperationsAsync());
        Arm.Clock.Advance(TimeSpan.FromMilliseconds(300));
        Assert.Equal("Succeeded", await StatusAsync(status));

        var deployment = (await Arm.SendAsync("GET", $"{Arm.GroupPath}/providers/Microsoft.Resources/deployments/infrastructure")).Body;
        Assert.Equal(
            new Uri(Arm.Cloud.Description.WorkspaceHttps).Authority,
            (string?)deployment["properties"]!["outputs"]!["url"]!["value"]
        );
        var workspace = (await Arm.SendAsync("GET", $"{Arm.GroupPath}/providers/Microsoft.Databricks/workspaces/etl")).Body;
        Assert.Equal("westeurope", (string?)workspace["location"]);
        Assert.Matches("/resourceGroups/etl-managed-[a-z2-7]{13}$", (string?)workspace["properties"]!["managedResourceGroupId"]);
    }

    [Fact]
    public async Task A_second_deployment_finds_everything_as_it_is()
    {
        await Arm.DeployAsync(Workspace, Named("etl"));

        Assert.All(
            (await Arm.WhatIfAsync(Workspace, Named("etl"))).Values,
            change => Assert.Equal("NoChange", (string?)change["changeType"])
        );
        Assert.Equal("Succeeded", (string?)(await Arm.DeployAsync(Workspace, Named("etl")))["provisioningState"]);
    }

    [Fact]
    public async Task What_if_tells_what_would_be_created_changed_and_left_alone()
    {
        await Arm.DeployAsync(Workspace, Named("etl"));
        var changed = Workspace.Replace("10.0.0.0/16", "10.1.0.0/16", StringComparison.Ordinal);

        var changes = await Arm.WhatIfAsync(changed, Named("other"));

        Assert.Equal(
            ("Create", "Ignore", "Modify"),
            ((string?)changes["other"]["changeType"], (string?)changes["etl"]["changeType"], (string?)changes["net"]["changeType"])
        );
        Assert.Equal("properties.addressSpace.addressPrefixes", (string?)Assert.Single(changes["net"]["delta"]!)["path"]);
        Assert.Equal(404, (await Arm.SendAsync("GET", $"{Arm.GroupPath}/providers/Microsoft.Databricks/workspaces/other")).Status);
    }

    [Fact]
    public async Task A_failed_resource_fails_the_deployment_and_says_why()
    {
        await Arm.Cloud.AdminAsync(
            "POST",
            "/arm/failures",
            new JObject
            {
                ["type"] = "Microsoft.Databricks/workspaces",
                ["code"] = "QuotaExceeded",
                ["message"] = "No more.",
            }
        );

        var deployment = await Arm.DeployAsync(Workspace, Named("etl"));

        Assert.Equal("Failed", (string?)deployment["provisioningState"]);
        Assert.Equal("DeploymentFailed", (string?)deployment["error"]!["code"]);
        Assert.Equal("QuotaExceeded", (string?)Assert.Single(deployment["error"]!["details"]!)["code"]);
        Assert.Equal(200, (await Arm.SendAsync("GET", $"{Arm.GroupPath}/providers/Microsoft.Network/virtualNetworks/net")).Status);
    }

    [Fact]
    public async Task What_a_condition_leaves_out_is_not_created()
    {
        var deployment = await Arm.DeployAsync(
            """
            {
              "parameters": { "with": { "type": "bool", "defaultValue": false } },
              "resources": [
                {
                  "type": "Microsoft.Network/networkSecurityGroups",
                  "apiVersion": "1",
                  "name": "a",
                  "location": "x",
                  "condition": "[parameters('with')]"
                },
                {
                  "type": "Microsoft.Network/networkSecurityGroups",
                  "apiVersion": "1",
                  "name": "[if(parameters('with'), variables('missing'), 'b')]",
                  "location": "x",
                  "dependsOn": [ "a" ]
                }
              ]
            }
            """
        );

        Assert.Equal("Succeeded", (string?)deployment["provisioningState"]);
        Assert.Equal(
            ["b"],
            (await Arm.SendAsync("GET", $"{Arm.GroupPath}/resources")).Body["value"]!.Select(resource => (string?)resource["name"])
        );
    }

    [Fact]
    public async Task A_deployment_that_is_under_way_is_not_replaced()
    {
        await Arm.PutDeploymentAsync("x", Workspace, Named("etl"));

        Assert.Equal((409, "DeploymentActive"), Result(await Arm.PutDeploymentAsync("x", Workspace, Named("etl"))));
    }

    [Fact]
    public async Task Without_the_right_there_is_no_deployment()
    {
        await Arm.Cloud.AdminAsync(
            "POST",
            "/deny",
            new JObject { ["service"] = "arm", ["client_id"] = Arm.Cloud.Description.DeveloperClientId }
        );

        Assert.Equal((403, "AuthorizationFailed"), Result(await Arm.PutDeploymentAsync("x", Workspace, Named("etl"))));
    }

    private async Task<string?> StatusAsync(string address) => (string?)(await Arm.SendAsync("GET", address)).Body["status"];

    private async Task<IEnumerable<string>> OperationsAsync() =>
        (await Arm.SendAsync("GET", $"{Arm.GroupPath}/providers/Microsoft.Resources/deployments/infrastructure/operations")).Body[
            "value"
        ]!.Select(operation =>
            $"{operation["properties"]!["targetResource"]!["resourceName"]} {operation["properties"]!["provisioningState"]}"
        );
}
