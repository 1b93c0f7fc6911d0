using Layercake.LocalCloud.Apis.KeyVault;
using Layercake.LocalCloud.Apis.ResourceManager.Resources;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.Identity;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.ResourceManager;

/// <summary>Vaults that were deleted and can still be recovered, or purged.</summary>
internal sealed class VaultRecoveryEndpoints(CloudAccounts accounts, Vaults vaults)
{
    private const string Location = $"{ArmRoutes.Subscription}/providers/Microsoft.KeyVault/locations/{{location}}/deletedVaults/{{name}}";

    public void Map(ArmRoutes routes)
    {
        routes.Add(
            "GET",
            $"{ArmRoutes.Subscription}/providers/Microsoft.KeyVault/deletedVaults",
            _ =>
                ApiResponse.Json(
                    new JObject
                    {
                        ["value"] = new JArray(vaults.All.Where(vault => vault.IsDeleted).Select(vault => View(vault.Name))),
                    }
                )
        );
        routes.Add("GET", Location, request => ApiResponse.Json(View(Name(request))));
        routes.Add(
            "POST",
            $"{Location}/purge",
            request =>
            {
                vaults.Purge(Name(request));
                return new ApiResponse();
            }
        );
    }

    private string Name(ApiRequest request)
    {
        var name = request.RouteValues["name"];
        return vaults.Deleted(name) is not null
            ? name
            : throw ArmErrors.Of(404, "DeletedVaultNotFound", $"The specified deleted vault '{name}' does not exist.");
    }

    private JObject View(string name)
    {
        var resource = vaults.Deleted(name)!;
        return new JObject
        {
            ["id"] =
                $"/subscriptions/{accounts.SubscriptionId}/providers/Microsoft.KeyVault/locations/{resource["location"]}"
                + $"/deletedVaults/{name}",
            ["name"] = name,
            ["type"] = "Microsoft.KeyVault/deletedVaults",
            ["properties"] = new JObject
            {
                ["vaultId"] = resource["id"],
                ["location"] = resource["location"],
                ["tags"] = resource["tags"]?.DeepClone() ?? new JObject(),
            },
        };
    }
}
