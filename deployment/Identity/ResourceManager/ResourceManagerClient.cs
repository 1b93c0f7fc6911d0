using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Layercake.Identity.Errors;
using Layercake.Identity.Http;
using Layercake.Identity.Tokens;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.Identity.ResourceManager;

/// <summary>How far a long-running operation has come.</summary>
/// <param name="State">In Azure's words: <c>Accepted</c>, <c>Running</c>, <c>Succeeded</c>.</param>
public sealed record OperationProgress(string State, TimeSpan Elapsed);

/// <summary>Calls Azure Resource Manager, and follows what takes long to its end.</summary>
/// <param name="http">From <see cref="AzureHttpClientFactory"/>.</param>
public sealed class ResourceManagerClient(HttpClient http, AzureCloud cloud, ITokenSource identity, TimeProvider clock)
{
    private const string DeploymentsApiVersion = "2021-04-01";

    private static readonly TimeSpan UsualDelay = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(1);

    /// <summary>Who calls, for messages.</summary>
    public string Caller => identity.Description;

    /// <summary>Who calls, by the id that roles and access policies go by; null when the token does not say it.</summary>
    public async Task<string?> CallerObjectIdAsync(CancellationToken ct)
    {
        var token = (await identity.GetAsync(cloud.ManagementResource, renew: false, ct).ConfigureAwait(false)).Token;
        try
        {
            return (string?)JObject.Parse(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token.Split('.')[1])))["oid"];
        }
        catch (Exception exception) when (exception is FormatException or IndexOutOfRangeException or JsonException)
        {
            return null;
        }
    }

    /// <summary>A resource by its id; null when there is none.</summary>
    /// <exception cref="ResourceManagerException">It may not be seen, or Azure gave no answer.</exception>
    public async Task<JObject?> FindAsync(string id, string apiVersion, CancellationToken ct)
    {
        var response = await SendAsync(HttpMethod.Get, UriOf(id, apiVersion), null, ct).ConfigureAwait(false);
        // A missing subscription is a wrong setting, and no resource to be created.
        if (response is { Status: HttpStatusCode.NotFound, ErrorCode: not ("SubscriptionNotFound" or "InvalidSubscriptionId") })
            return null;

        return EnsureSuccess(response, id).Body;
    }

    /// <summary>A resource by its id.</summary>
    /// <exception cref="ResourceManagerException">It is not there, may not be seen, or Azure gave no answer.</exception>
    public async Task<JObject> GetAsync(string id, string apiVersion, CancellationToken ct) =>
        EnsureSuccess(await SendAsync(HttpMethod.Get, UriOf(id, apiVersion), null, ct).ConfigureAwait(false), id).Body ?? [];

    /// <summary>All entries of a list, through its pages.</summary>
    public async Task<IReadOnlyList<JObject>> ListAsync(string path, string apiVersion, CancellationToken ct)
    {
        var entries = new List<JObject>();
        for (Uri? page = UriOf(path, apiVersion); page is not null;)
        {
            var body = EnsureSuccess(await SendAsync(HttpMethod.Get, page, null, ct).ConfigureAwait(false), path).Body ?? [];
            entries.AddRange((body["value"] as JArray ?? []).OfType<JObject>());
            page = (string?)body["nextLink"] is { Length: > 0 } next ? OnSameHost(next) : null;
        }

        return entries;
    }

    /// <summary>Creates a resource, or writes it anew.</summary>
    public async Task<JObject> PutAsync(string id, string apiVersion, JObject body, CancellationToken ct) =>
        EnsureSuccess(await SendAsync(HttpMethod.Put, UriOf(id, apiVersion), body, ct).ConfigureAwait(false), id).Body ?? [];

    /// <summary>Deploys a template into a group and waits for its end.</summary>
    /// <returns>The outputs by name.</returns>
    /// <exception cref="ResourceManagerException">It was refused, or failed.</exception>
    public async Task<IReadOnlyDictionary<string, JToken>> DeployAsync(
        string groupId,
        string name,
        JObject template,
        JObject parameters,
        IProgress<OperationProgress> progress,
        CancellationToken ct
    )
    {
        var (id, what) = (DeploymentId(groupId, name), $"the deployment {name}");
        var (address, body) = (UriOf(id, DeploymentsApiVersion), DeploymentBody(template, parameters));
        var response = EnsureSuccess(await SendAsync(HttpMethod.Put, address, body, ct).ConfigureAwait(false), what);
        await WaitForCompletionAsync(response, what, progress, ct).ConfigureAwait(false);

        var ended = EnsureSuccess(await SendAsync(HttpMethod.Get, address, null, ct).ConfigureAwait(false), what).Body ?? [];
        return (ended.SelectToken("properties.outputs") as JObject ?? [])
            .Properties()
            .ToDictionary(output => output.Name, output => output.Value["value"] ?? JValue.CreateNull(), StringComparer.Ordinal);
    }

    /// <summary>Says what deploying a template into a group would change, and changes nothing.</summary>
    /// <returns>Azure's changes: <c>resourceId</c>, <c>changeType</c>, <c>delta</c>.</returns>
    public async Task<IReadOnlyList<JObject>> WhatIfAsync(
        string groupId,
        string name,
        JObject template,
        JObject parameters,
        IProgress<OperationProgress> progress,
        CancellationToken ct
    )
    {
        var what = $"to foretell the deployment {name}";
        var body = DeploymentBody(template, parameters);
        body["properties"]!["whatIfSettings"] = new JObject { ["resultFormat"] = "FullResourcePayloads" };
        var address = UriOf($"{DeploymentId(groupId, name)}/whatIf", DeploymentsApiVersion);
        var response = EnsureSuccess(await SendAsync(HttpMethod.Post, address, body, ct).ConfigureAwait(false), what);
        var result = await WaitForCompletionAsync(response, what, progress, ct).ConfigureAwait(false);
        return [.. (result.Body?.SelectToken("properties.changes") as JArray ?? []).OfType<JObject>()];
    }

    /// <summary>Asks after a long-running operation, as often as Azure wants to be asked, until it is over.</summary>
    private async Task<ResourceManagerResponse> WaitForCompletionAsync(
        ResourceManagerResponse response,
        string what,
        IProgress<OperationProgress> progress,
        CancellationToken ct
    )
    {
        var start = clock.GetTimestamp();
        while (response.IsRunning)
        {
            var address = OnSameHost(response.AsyncOperation ?? response.Location!);
            var isStatus = response.AsyncOperation is not null;
            await Task.Delay(PollingDelay(response.RetryAfter), clock, ct).ConfigureAwait(false);

            var next = EnsureSuccess(await SendAsync(HttpMethod.Get, address, null, ct).ConfigureAwait(false), what);
            var state = (string?)next.Body?["status"] ?? (next.Status == HttpStatusCode.Accepted ? "Running" : "Succeeded");
            progress.Report(new OperationProgress(state, clock.GetElapsedTime(start)));
            if (state is "Failed" or "Canceled")
                throw ResourceManagerErrors.Of(
                    (int)next.Status,
                    what,
                    next.Body?["error"] as JObject ?? new JObject { ["code"] = state },
                    identity.Description
                );
            if (state == "Succeeded" || (!isStatus && next.Status != HttpStatusCode.Accepted))
                return next;

            response = next with
            {
                AsyncOperation = isStatus ? next.AsyncOperation ?? address.ToString() : null,
                Location = next.Location ?? address.ToString(),
            };
        }

        return response;
    }

    private async Task<ResourceManagerResponse> SendAsync(HttpMethod method, Uri address, JObject? body, CancellationToken ct)
    {
        var response = await SendAsync(method, address, body, isRenewed: false, ct).ConfigureAwait(false);
        return response.Status == HttpStatusCode.Unauthorized
            ? await SendAsync(method, address, body, isRenewed: true, ct).ConfigureAwait(false)
            : response;
    }

    /// <param name="isRenewed">Whether the last token was refused.</param>
    private async Task<ResourceManagerResponse> SendAsync(
        HttpMethod method,
        Uri address,
        JObject? body,
        bool isRenewed,
        CancellationToken ct
    )
    {
        using var request = new HttpRequestMessage(method, address);
        var token = await identity.GetAsync(cloud.ManagementResource, isRenewed, ct).ConfigureAwait(false);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Token);
        if (body is not null)
            request.Content = new StringContent(body.ToString(Formatting.None), Encoding.UTF8, "application/json");

        try
        {
            using var response = await http.SendAsync(request, ct).ConfigureAwait(false);
            return await ResourceManagerResponse.ReadAsync(response, clock, ct).ConfigureAwait(false);
        }
        catch (Exception exception)
            when (exception is HttpRequestException || (exception is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw new ResourceManagerException(
                $"Azure Resource Manager could not be reached at {cloud.ResourceManager}: {ErrorMessageText.OfInnermost(exception)} Check "
                    + $"the network connection and the proxy settings.",
                exception
            )
            {
                Status = 0,
            };
        }
    }

    private ResourceManagerResponse EnsureSuccess(ResourceManagerResponse response, string what) =>
        response.IsSuccess
            ? response
            : throw ResourceManagerErrors.Of((int)response.Status, what, response.Body?["error"] as JObject, identity.Description);

    /// <summary>An address that an answer names; the token goes only to the host that it is for.</summary>
    private Uri OnSameHost(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var target)
        && target.Scheme == Uri.UriSchemeHttps
        && target.Authority == cloud.ResourceManager.Authority
            ? target
            : throw new ResourceManagerException(
                $"Azure Resource Manager at {cloud.ResourceManager} names an address of another host to go on at. It is not followed."
            )
            {
                Status = 0,
            };

    private Uri UriOf(string path, string apiVersion) => new(cloud.ResourceManager, $"{path}?api-version={apiVersion}");

    private static string DeploymentId(string groupId, string name) => $"{groupId}/providers/Microsoft.Resources/deployments/{name}";

    private static JObject DeploymentBody(JObject template, JObject parameters) =>
        new()
        {
            ["properties"] = new JObject
            {
                ["mode"] = "Incremental",
                ["template"] = template,
                ["parameters"] = new JObject(
                    parameters.Properties().Select(parameter => new JProperty(parameter.Name, new JObject { ["value"] = parameter.Value }))
                ),
            },
        };

    private static TimeSpan PollingDelay(TimeSpan? asked) =>
        asked is not { } wait || wait < TimeSpan.Zero ? UsualDelay
        : wait < LongestDelay ? wait
        : LongestDelay;
}
