using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.ResourceManager;

public sealed class DeploymentTests : IAsyncLifetime
{
    private const string Workspace = """
        {
          "parameters": { "name": { "type": "string" }, "location": { "type": "string", "defaultValue": "[resourceGroup().location]" } },
          "variables": { "managed": "[format('{0}-managed-{1}', parameters('name'), uniqueString(resourceGroup().id))]" },
          "resources": [
            {
              "type": "Microsoft.Databricks/workspaces",
              "apiVersion": "2024-05-01",
              "name": "[parameters('name')]",
              "location": "[parameters('location')]",
              "dependsOn": [ "[resourceId('Microsoft.Network/virtualNetworks', 'net')]" ],
              "sku": { "name": "premium" },
              "properties": {
                "managedResourceGroupId": "[concat(subscription().id, '/resourceGroups/', variables('managed'))]",
                "parameters": {
                  "customVirtualNetworkId": { "value": "[resourceId('Microsoft.Network/virtualNetworks', 'net')]" },
                  "customPublicSubnetName": { "value": "public" },
                  "customPrivateSubnetName": { "value": "private" }
                }
              }
            },
            {
              "type": "Microsoft.Network/virtualNetworks",
              "apiVersion": "2023-09-01",
              "name": "net",
              "location": "[parameters('location')]",
              "properties": {
                "addressSpace": { "addressPrefixes": [ "10.0.0.0/16" ] },
                "subnets": [ { "name": "public", "properties": {} }, { "name": "private", "properties": {} } ]
              }
            }
          ],
          "outputs": {
            "url": {
              "type": "string",
              "value": "[reference(resourceId('Microsoft.Databricks/workspaces', parameters('name'))).workspaceUrl]"
            }
          }
        }
        """;

    private ArmBench arm = null!;

    public async Task InitializeAsync() => arm = await ArmBench.StartAsync();

    public async Task DisposeAsync() => await arm.DisposeAsync();

    [Fact]
    public async Task A_deployment_is_accepted_runs_and_succeeds_by_the_clouds_clock()
    {
        var started = await arm.PutDeploymentAsync("infrastructure", Workspace, Named("etl"));

        Assert.Equal(201, started.Status);
        Assert.Equal("Accepted", (string?)started.Body["properties"]!["provisioningState"]);
        Assert.True(started.Headers.ContainsKey("Retry-After"));
        var status = started.Headers["Azure-AsyncOperation"];
        Assert.Equal("Accepted", await StatusAsync(status));
        arm.Clock.Advance(TimeSpan.FromMilliseconds(250));
        Assert.Equal("Running", await StatusAsync(status));
        Assert.Equal(["net Running"], await OperationsAsync());
        arm.Clock.Advance(TimeSpan.FromMilliseconds(300));
        Assert.Equal(["net Succeeded", "etl Running"], await OperationsAsync());
        arm.Clock.Advance(TimeSpan.FromMilliseconds(300));
        Assert.Equal("Succeeded", await StatusAsync(status));

        var deployment = (await arm.SendAsync("GET", $"{arm.GroupPath}/providers/Microsoft.Resources/deployments/infrastructure")).Body;
        Assert.Equal(
            new Uri(arm.Cloud.Description.WorkspaceHttps).Authority,
            (string?)deployment["properties"]!["outputs"]!["url"]!["value"]
        );
        var workspace = (await arm.SendAsync("GET", $"{arm.GroupPath}/providers/Microsoft.Databricks/workspaces/etl")).Body;
        Assert.Equal("westeurope", (string?)workspace["location"]);
        Assert.Matches("/resourceGroups/etl-managed-[a-z2-7]{13}$", (string?)workspace["properties"]!["managedResourceGroupId"]);
    }

    [Fact]
    public async Task A_second_deployment_finds_everything_as_it_is()
    {
        await arm.DeployAsync(Workspace, Named("etl"));

        Assert.All(
            (await arm.WhatIfAsync(Workspace, Named("etl"))).Values,
            change => Assert.Equal("NoChange", (string?)change["changeType"])
        );
        Assert.Equal("Succeeded", (string?)(await arm.DeployAsync(Workspace, Named("etl")))["provisioningState"]);
    }

    [Fact]
    public async Task What_if_tells_what_would_be_created_changed_and_left_alone()
    {
        await arm.DeployAsync(Workspace, Named("etl"));
        var changed = Workspace.Replace("10.0.0.0/16", "10.1.0.0/16", StringComparison.Ordinal);

        var changes = await arm.WhatIfAsync(changed, Named("other"));

        Assert.Equal(
            ("Create", "Ignore", "Modify"),
            ((string?)changes["other"]["changeType"], (string?)changes["etl"]["changeType"], (string?)changes["net"]["changeType"])
        );
        Assert.Equal("properties.addressSpace.addressPrefixes", (string?)Assert.Single(changes["net"]["delta"]!)["path"]);
        Assert.Equal(404, (await arm.SendAsync("GET", $"{arm.GroupPath}/providers/Microsoft.Databricks/workspaces/other")).Status);
    }

    [Fact]
    public async Task A_failed_resource_fails_the_deployment_and_says_why()
    {
        await arm.Cloud.AdminAsync(
            "POST",
            "/arm/failures",
            new JObject
            {
                ["type"] = "Microsoft.Databricks/workspaces",
                ["code"] = "QuotaExceeded",
                ["message"] = "No more.",
            }
        );

        var deployment = await arm.DeployAsync(Workspace, Named("etl"));

        Assert.Equal("Failed", (string?)deployment["provisioningState"]);
        Assert.Equal("DeploymentFailed", (string?)deployment["error"]!["code"]);
        Assert.Equal("QuotaExceeded", (string?)Assert.Single(deployment["error"]!["details"]!)["code"]);
        Assert.Equal(200, (await arm.SendAsync("GET", $"{arm.GroupPath}/providers/Microsoft.Network/virtualNetworks/net")).Status);
    }

    [Theory]
    [InlineData("customPublicSubnetName", "other")]
    [InlineData("customVirtualNetworkId", "customVirtualNetwork")]
    public async Task A_workspace_in_a_network_names_the_network_and_both_subnets(string from, string to)
    {
        var answer = await arm.PutDeploymentAsync("infrastructure", Workspace.Replace(from, to, StringComparison.Ordinal), Named("etl"));

        Assert.Equal((400, "InvalidTemplateDeployment"), (answer.Status, answer.Code));
        Assert.Contains(from, (string?)Assert.Single(answer.Body["error"]!["details"]!)["message"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[nonsense(1)]", "nonsense")]
    [InlineData("[parameters('missing')]", "missing")]
    [InlineData("[variables('loop')]", "loop")]
    [InlineData("[concat('a']", "not valid")]
    [InlineData("[resourceId('Microsoft.KeyVault/vaults')]", "resourceId")]
    [InlineData("[substring('abc', 9)]", "substring")]
    public async Task A_bad_expression_is_named(string expression, string named)
    {
        var template = new JObject
        {
            ["variables"] = new JObject { ["loop"] = "[variables('loop')]" },
            ["resources"] = new JArray(
                new JObject
                {
                    ["type"] = "Microsoft.Network/networkSecurityGroups",
                    ["apiVersion"] = "1",
                    ["name"] = expression,
                    ["location"] = "x",
                }
            ),
        };

        var answer = await arm.PutDeploymentAsync("infrastructure", template.ToString());

        Assert.Equal((400, "InvalidTemplate"), (answer.Status, answer.Code));
        Assert.Contains(named, (string?)answer.Body["error"]!["message"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"other":{"value":"x"}}""", "other")]
    [InlineData("{}", "name")]
    [InlineData("""{"name":{"value":5}}""", "name")]
    public async Task Bad_parameters_are_named(string parameters, string named)
    {
        var answer = await arm.SendAsync(
            "POST",
            $"{arm.GroupPath}/providers/Microsoft.Resources/deployments/infrastructure/validate",
            ArmBench.Body(Workspace, JObject.Parse(parameters))
        );

        Assert.Equal((400, "InvalidTemplate"), (answer.Status, answer.Code));
        Assert.Contains($"'{named}'", (string?)answer.Body["error"]!["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dependency_that_is_not_there_and_one_in_a_circle_are_refused()
    {
        static string Template(string one, string other) =>
            $$"""
                {
                  "resources": [
                    {
                      "type": "Microsoft.Network/networkSecurityGroups",
                      "apiVersion": "1",
                      "name": "a",
                      "location": "x",
                      "dependsOn": [ "{{one}}" ]
                    },
                    {
                      "type": "Microsoft.Network/networkSecurityGroups",
                      "apiVersion": "1",
                      "name": "b",
                      "location": "x",
                      "dependsOn": [ "{{other}}" ]
                    }
                  ]
                }
                """;

        Assert.Contains(
            "'c'",
            (string?)(await arm.PutDeploymentAsync("x", Template("b", "c"))).Body["error"]!["message"],
            StringComparison.Ordinal
        );
        Assert.Contains(
            "circular",
            (string?)(await arm.PutDeploymentAsync("x", Template("b", "a"))).Body["error"]!["message"],
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task What_a_condition_leaves_out_is_not_created()
    {
        var deployment = await arm.DeployAsync(
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
            (await arm.SendAsync("GET", $"{arm.GroupPath}/resources")).Body["value"]!.Select(resource => (string?)resource["name"])
        );
    }

    [Fact]
    public async Task A_group_that_is_missing_is_named()
    {
        var path = $"/subscriptions/{arm.Cloud.Description.SubscriptionId}/resourceGroups/nope";

        Assert.Equal((404, "ResourceGroupNotFound"), Result(await arm.SendAsync("GET", path)));
        Assert.Equal(
            (404, "ResourceGroupNotFound"),
            Result(
                await arm.SendAsync("PUT", $"{path}/providers/Microsoft.Resources/deployments/x", ArmBench.Body(Workspace, Named("etl")))
            )
        );
    }

    [Fact]
    public async Task A_deployment_that_is_under_way_is_not_replaced()
    {
        await arm.PutDeploymentAsync("x", Workspace, Named("etl"));

        Assert.Equal((409, "DeploymentActive"), Result(await arm.PutDeploymentAsync("x", Workspace, Named("etl"))));
    }

    [Fact]
    public async Task Without_the_right_there_is_no_deployment()
    {
        await arm.Cloud.AdminAsync(
            "POST",
            "/deny",
            new JObject { ["service"] = "arm", ["client_id"] = arm.Cloud.Description.DeveloperClientId }
        );

        Assert.Equal((403, "AuthorizationFailed"), Result(await arm.PutDeploymentAsync("x", Workspace, Named("etl"))));
    }

    [Fact]
    public async Task Groups_are_created_listed_and_deleted()
    {
        var path = $"/subscriptions/{arm.Cloud.Description.SubscriptionId}/resourceGroups/other";
        Assert.Equal(404, (await arm.SendAsync("HEAD", path)).Status);
        Assert.Equal(201, (await arm.SendAsync("PUT", path, new JObject { ["location"] = "westeurope" })).Status);
        Assert.Equal(200, (await arm.SendAsync("PUT", path, new JObject { ["location"] = "westeurope" })).Status);
        Assert.Equal(
            (409, "InvalidResourceGroupLocation"),
            Result(await arm.SendAsync("PUT", path, new JObject { ["location"] = "northeurope" }))
        );
        Assert.Equal(204, (await arm.SendAsync("HEAD", path)).Status);
        Assert.Contains(
            "other",
            (await arm.SendAsync("GET", path[..path.LastIndexOf('/')])).Body["value"]!.Select(group => (string?)group["name"])
        );
        Assert.Equal(200, (await arm.SendAsync("DELETE", path)).Status);
        Assert.Equal(404, (await arm.SendAsync("GET", path)).Status);
    }

    private static JObject Named(string name) => new() { ["name"] = new JObject { ["value"] = name } };

    private static (int, string?) Result(ArmAnswer answer) => (answer.Status, answer.Code);

    private async Task<string?> StatusAsync(string address) => (string?)(await arm.SendAsync("GET", address)).Body["status"];

    private async Task<IEnumerable<string>> OperationsAsync() =>
        (await arm.SendAsync("GET", $"{arm.GroupPath}/providers/Microsoft.Resources/deployments/infrastructure/operations")).Body[
            "value"
        ]!.Select(operation =>
            $"{operation["properties"]!["targetResource"]!["resourceName"]} {operation["properties"]!["provisioningState"]}"
        );
}
