using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.Identity;

namespace Layercake.LocalCloud.Apis.ResourceManager.Resources;

/// <summary>
/// Registers routes of Resource Manager, with what goes before each: the version is asked for, the subscription known, deployments brought
/// up to date.
/// </summary>
internal sealed class ArmRoutes(CloudAccounts accounts, RouteTable routes, Func<CancellationToken, Task> settle)
{
    public const string Subscription = "/subscriptions/{subscription}";
    public const string Group = $"{Subscription}/resourceGroups/{{group}}";

    public void Add(string method, string template, Func<ApiRequest, ApiResponse> endpoint) =>
        Add(method, template, (request, _) => Task.FromResult(endpoint(request)));

    public void Add(string method, string template, Endpoint endpoint) =>
        routes.Add(
            method,
            template,
            Access.ResourceManager,
            async (request, ct) =>
            {
                if (request.Text("api-version") is null)
                    throw ArmErrors.Of(
                        400,
                        "MissingApiVersionParameter",
                        "The api-version query parameter (?api-version=) is required for all requests."
                    );

                if (
                    request.RouteValues.TryGetValue("subscription", out var subscription)
                    && !ArmIds.Same(subscription, accounts.SubscriptionId)
                )
                    throw ArmErrors.Of(404, "SubscriptionNotFound", $"The subscription '{subscription}' could not be found.");

                await settle(ct);
                return await endpoint(request, ct);
            }
        );
}
