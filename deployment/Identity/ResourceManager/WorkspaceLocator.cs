using System.Net;
using Layercake.Identity.Errors;
using Layercake.Identity.Tokens;
using Newtonsoft.Json.Linq;

namespace Layercake.Identity.ResourceManager;

/// <summary>A workspace as Azure Resource Manager knows it.</summary>
public sealed record WorkspaceLocation(Uri Url, string ResourceId);

/// <summary>A workspace could not be looked up; the message says why and what to do.</summary>
public sealed class WorkspaceLookupException(string message, Exception? inner = null) : Exception(message, inner), ITransientFailure
{
    public bool IsTransient { get; init; }
}

/// <summary>Finds the URL of a workspace from its subscription, resource group and name.</summary>
public sealed class WorkspaceLocator(ResourceManagerClient azure)
{
    private const string ApiVersion = "2024-05-01";

    /// <exception cref="WorkspaceLookupException">It is not there, not ready, or may not be seen.</exception>
    /// <exception cref="Tokens.SignInException">There is no token for Azure.</exception>
    public async Task<WorkspaceLocation> FindAsync(
        string subscriptionId,
        string resourceGroup,
        string workspaceName,
        CancellationToken ct
    )
    {
        var id =
            $"/subscriptions/{Uri.EscapeDataString(subscriptionId)}/resourceGroups/{Uri.EscapeDataString(resourceGroup)}"
            + $"/providers/Microsoft.Databricks/workspaces/{Uri.EscapeDataString(workspaceName)}";
        JObject workspace;
        try
        {
            workspace = await azure.GetAsync(id, ApiVersion, ct).ConfigureAwait(false);
        }
        catch (ResourceManagerException exception)
        {
            var message =
                exception.Status == 0 ? exception.Message : Explain(exception, subscriptionId, resourceGroup, workspaceName);
            throw new WorkspaceLookupException(message, exception) { IsTransient = exception.IsTransient };
        }

        if ((string?)workspace.SelectToken("properties.workspaceUrl") is not { Length: > 0 } host)
        {
            var state = (string?)workspace.SelectToken("properties.provisioningState") ?? "unknown";
            throw new WorkspaceLookupException(
                $"Workspace {workspaceName} in resource group {resourceGroup} has no URL yet (its state is {state}). Run again "
                    + $"when it is ready."
            );
        }

        return new WorkspaceLocation(new Uri("https://" + host), (string?)workspace["id"] ?? id);
    }

    private static string Explain(ResourceManagerException refused, string subscriptionId, string resourceGroup, string workspaceName)
    {
        var status = (HttpStatusCode)refused.Status;
        var code = refused.Code.Length > 0 ? refused.Code : status.ToString();
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
}
