using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.ResourceManager;

/// <summary>A template that cannot be deployed is refused, and what is wrong in it is named.</summary>
public sealed class TemplateErrorTests : ArmTests
{
    [Theory]
    [InlineData("customPublicSubnetName", "other")]
    [InlineData("customVirtualNetworkId", "customVirtualNetwork")]
    public async Task A_workspace_in_a_network_names_the_network_and_both_subnets(string from, string to)
    {
        var answer = await Arm.PutDeploymentAsync("infrastructure", Workspace.Replace(from, to, StringComparison.Ordinal), Named("etl"));

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

        var answer = await Arm.PutDeploymentAsync("infrastructure", template.ToString());

        Assert.Equal((400, "InvalidTemplate"), (answer.Status, answer.Code));
        Assert.Contains(named, (string?)answer.Body["error"]!["message"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"other":{"value":"x"}}""", "other")]
    [InlineData("{}", "name")]
    [InlineData("""{"name":{"value":5}}""", "name")]
    public async Task Bad_parameters_are_named(string parameters, string named)
    {
        var answer = await Arm.SendAsync(
            "POST",
            $"{Arm.GroupPath}/providers/Microsoft.Resources/deployments/infrastructure/validate",
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
            (string?)(await Arm.PutDeploymentAsync("x", Template("b", "c"))).Body["error"]!["message"],
            StringComparison.Ordinal
        );
        Assert.Contains(
            "circular",
            (string?)(await Arm.PutDeploymentAsync("x", Template("b", "a"))).Body["error"]!["message"],
            StringComparison.Ordinal
        );
    }
}
