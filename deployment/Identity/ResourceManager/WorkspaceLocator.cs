using System.Net;
using System.Net.Http.Headers;
using Layercake.Identity.Errors;
using Layercake.Identity.Http;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.Identity.ResourceManager;

/// <summary>A workspace as Azure Resource Manager knows it.</summary>
public sealed record WorkspaceLocation(Uri Url, string ResourceId);

/// <summary>A workspace could not be looked up; the message says why and what to do.</summary>
public sealed class WorkspaceLookupException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Nothing to correct: Azure was busy or failed.</summary>
    public bool IsPassing { get; init; }
}

/// <summary>Finds the URL of a workspace from its subscription, resource group and name.</summary>
/// <param name="arm">From <see cref="AzureHttpClientFactory"/>.</param>
public sealed class WorkspaceLocator(HttpClient arm, AzureCloud cloud)
{
    private const string ApiVersion = "2024-05-01";

    /// <param name="bearer">A token for <see cref="AzureCloud.ManagementResource"/>.</param>
    /// <exception cref="WorkspaceLookupException">It is not there, not ready, or may not be seen.</exception>
    public async Task<WorkspaceLocation> FindAsync(
        string subscriptionId,
        string resourceGroup,
        string workspaceName,
        string bearer,
        CancellationToken ct
    )
    {
        var id =
            $"/subscriptions/{Uri.EscapeDataString(subscriptionId)}/resourceGroups/{Uri.EscapeDataString(resourceGroup)}/providers/Microsoft.Databricks/workspaces/{Uri.EscapeDataString(workspaceName)}";
        var (status, body) = await SendAsync($"{id}?api-version={ApiVersion}", bearer, ct).ConfigureAwait(false);
        if (status != HttpStatusCode.OK)
            throw new WorkspaceLookupException(Explain(status, body, subscriptionId, resourceGroup, workspaceName))
            {
                IsPassing = TransientFailures.IsBusy((int)status),
            };

        if ((string?)body?.SelectToken("properties.workspaceUrl") is not { Length: > 0 } host)
        {
            var state = (string?)body?.SelectToken("properties.provisioningState") ?? "unknown";
            throw new WorkspaceLookupException(
                $"Workspace {workspaceName} in resource group {resourceGroup} has no URL yet (its state is {state}). Run again "
                    + $"when it is ready."
            );
        }

        return new WorkspaceLocation(new Uri("https://" + host), (string?)body["id"] ?? id);
    }

    private async Task<(HttpStatusCode Status, JObject? Body)> SendAsync(string target, string bearer, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(cloud.ResourceManager, target));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        try
        {
            using var response = await arm.SendAsync(request, ct).ConfigureAwait(false);
            return (response.StatusCode, Read(await response.Content.ReadAsStringAsync(ct).ConfigureAwait(false)));
        }
        catch (Exception exception)
            when (exception is HttpRequestException || (exception is OperationCanceledException && !ct.IsCancellationRequested))
        {
            var words = (exception.InnerException ?? exception).Message.TrimEnd('.');
            throw new WorkspaceLookupException(
                $"Azure Resource Manager could not be reached at {cloud.ResourceManager}: {words}. Check the network connection "
                    + $"and the proxy settings.",
                exception
            );
        }
    }

    private static string Explain(HttpStatusCode status, JObject? body, string subscriptionId, string resourceGroup, string workspaceName)
    {
        var code = (string?)body?.SelectToken("error.code") ?? status.ToString();
        var where = $"workspace {workspaceName} in resource group {resourceGroup} of subscription {subscriptionId}";
        return (status, code) switch
        {
            (_, "ResourceGroupNotFound") =>
                $"Subscription {subscriptionId} has no resource group {resourceGroup}. Correct it in the environment file.",
            (_, "SubscriptionNotFound" or "InvalidSubscriptionId") =>
                $"There is no subscription {subscriptionId} that the deploying application may see. Correct it in the environment "
                    + $"file, or give the application the role Reader on the workspace.",
            (HttpStatusCode.NotFound, _) => $"There is no {where}. Correct it in the environment file.",
            (HttpStatusCode.Unauthorized, _) =>
                $"Azure Resource Manager did not accept the token ({code}). Check that the application belongs to the "
                    + $"subscription's tenant.",
            (HttpStatusCode.Forbidden, _) =>
                $"The deploying application may not see {where} ({code}). Give it the role Reader on the workspace, or write the "
                    + $"workspace's URL in the environment file.",
            _ => $"Azure Resource Manager answered {(int)status} {code} when asked for {where}. Run again in a few minutes.",
        };
    }

    private static JObject? Read(string text)
    {
        try
        {
            return JToken.Parse(text) as JObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
