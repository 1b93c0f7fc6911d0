using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.ResourceManager;

/// <summary>Tests that deploy templates to a resource group of their own.</summary>
public abstract class ArmTests : IAsyncLifetime
{
    private protected const string Workspace = """
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

    private protected ArmBench Arm { get; private set; } = null!;

    public async Task InitializeAsync() => Arm = await ArmBench.StartAsync();

    public async Task DisposeAsync() => await Arm.DisposeAsync();

    private protected static JObject Named(string name) => new() { ["name"] = new JObject { ["value"] = name } };

    private protected static (int, string?) Result(ArmAnswer answer) => (answer.Status, answer.Code);
}
