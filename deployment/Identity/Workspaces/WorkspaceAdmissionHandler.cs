using System.Net;
using System.Net.Http.Headers;
using Azure.Core;
using Layercake.Identity.Errors;
using Layercake.Identity.Tokens;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.Identity.Workspaces;

/// <summary>Lets a principal in whom the workspace does not know yet but who may manage it in Azure.</summary>
/// <remarks>
/// The two headers make such a principal an administrator of the workspace, so they are sent only after a refusal, and never by one
/// whom the workspace knows: to that one a 403 says that a permission is missing.
/// </remarks>
/// <param name="resourceId">The workspace in Azure; null when the environment does not say it.</param>
/// <param name="managementResource"><see cref="AzureCloud.ServiceManagementResource"/>.</param>
public sealed class WorkspaceAdmissionHandler(ITokenSource source, string? resourceId, string managementResource, HttpMessageHandler inner)
    : DelegatingHandler(inner)
{
    private const string WhoAmI = "/api/2.0/preview/scim/v2/Me";

    private volatile Admission admission;

    private enum Admission
    {
        Unknown,
        Member,
        ByManagementToken,
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (admission == Admission.ByManagementToken)
            await AddAdmissionHeadersAsync(request, cancellationToken).ConfigureAwait(false);

        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (admission != Admission.Unknown)
            return response;
        if (response.IsSuccessStatusCode)
            admission = Admission.Member;
        if (response.StatusCode != HttpStatusCode.Forbidden || await IsMemberAsync(request, cancellationToken).ConfigureAwait(false))
            return response;

        using (response)
        {
            var message = await ReadErrorMessageAsync(response, cancellationToken).ConfigureAwait(false);
            return await AdmitAsync(request, message, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<bool> IsMemberAsync(HttpRequestMessage refused, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(refused.RequestUri!, WhoAmI));
        request.Headers.Authorization = refused.Headers.Authorization;
        using var response = await base.SendAsync(request, ct).ConfigureAwait(false);
        if (response.IsSuccessStatusCode)
            admission = Admission.Member;

        return response.StatusCode != HttpStatusCode.Forbidden;
    }

    private async Task<HttpResponseMessage> AdmitAsync(HttpRequestMessage request, string said, CancellationToken ct)
    {
        if (resourceId is null)
            throw new NotAdmittedException(
                $"The workspace does not know {source.Description}: {said} {AddToWorkspaceAdvice}, or "
                    + $"{GrantContributorAdvice("this workspace")} and name the workspace in the environment file by "
                    + "subscription_id, resource_group and workspace_name instead of its URL."
            );

        await AddAdmissionHeadersAsync(request, ct).ConfigureAwait(false);
        var response = await base.SendAsync(request, ct).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.Forbidden)
            using (response)
                throw new NotAdmittedException(
                    $"The workspace does not know {source.Description}, who may not manage it in Azure either: "
                        + $"{await ReadErrorMessageAsync(response, ct).ConfigureAwait(false)} {AddToWorkspaceAdvice}, or "
                        + $"{GrantContributorAdvice(resourceId)}."
                );

        admission = Admission.ByManagementToken;
        return response;
    }

    private async Task AddAdmissionHeadersAsync(HttpRequestMessage request, CancellationToken ct)
    {
        var management = await ManagementTokenAsync(ct).ConfigureAwait(false);
        request.Headers.Remove("X-Databricks-Azure-SP-Management-Token");
        request.Headers.Remove("X-Databricks-Azure-Workspace-Resource-Id");
        request.Headers.TryAddWithoutValidation("X-Databricks-Azure-SP-Management-Token", management.Token);
        request.Headers.TryAddWithoutValidation("X-Databricks-Azure-Workspace-Resource-Id", resourceId);
    }

    private async Task<AccessToken> ManagementTokenAsync(CancellationToken ct)
    {
        try
        {
            return await source.GetAsync(managementResource, renew: false, ct).ConfigureAwait(false);
        }
        catch (SignInException e)
        {
            throw new HttpRequestException(HttpRequestError.UserAuthenticationError, e.Message, e);
        }
    }

    private const string AddToWorkspaceAdvice =
        "Either add it to the workspace as a service principal (in the workspace: Settings, Identity and access)";

    private static string GrantContributorAdvice(string resource) =>
        $"give it the role Contributor on {resource} in Azure (az role assignment create --role Contributor)";

    private static async Task<string> ReadErrorMessageAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var text = await response.Content.ReadAsStringAsync(ct).ConfigureAwait(false);
        try
        {
            if (JToken.Parse(text) is JObject error && (string?)error["message"] is { Length: > 0 } message)
                return ErrorMessageText.Sentence(ErrorMessageText.FirstLine(message));
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            // A page of a gateway; its words would only mislead.
        }

        return "it answered 403.";
    }
}
