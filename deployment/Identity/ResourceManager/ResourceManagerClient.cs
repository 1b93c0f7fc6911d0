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
/// <remarks>
/// It stands beside the look-up of workspaces, since it needs what that needs, tokens and the addresses of a cloud, and nothing of the
/// workspace's REST API.
/// </remarks>
/// <param name="http">From <see cref="AzureHttpClientFactory"/>.</param>
public sealed class ResourceManagerClient(HttpClient http, AzureCloud cloud, ITokenSource identity, TimeProvider clock)
{
    private const string Deployments = "2021-04-01";

    private static readonly TimeSpan UsualPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

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
        var reply = await SendAsync(HttpMethod.Get, Target(id, apiVersion), null, ct).ConfigureAwait(false);
        // A missing subscription is a wrong setting, and no resource to be created.
        if (reply.Status == HttpStatusCode.NotFound && reply.Code is not ("SubscriptionNotFound" or "InvalidSubscriptionId"))
            return null;

        return Accepted(reply, id).Body;
    }

    /// <summary>All entries of a list, through its pages.</summary>
    public async Task<IReadOnlyList<JObject>> ListAsync(string path, string apiVersion, CancellationToken ct)
    {
        var entries = new List<JObject>();
        for (Uri? page = Target(path, apiVersion); page is not null;)
        {
            var body = Accepted(await SendAsync(HttpMethod.Get, page, null, ct).ConfigureAwait(false), path).Body ?? [];
            entries.AddRange((body["value"] as JArray ?? []).OfType<JObject>());
            page = (string?)body["nextLink"] is { Length: > 0 } next ? Own(next) : null;
        }

        return entries;
    }

    /// <summary>Creates a resource, or writes it anew.</summary>
    public async Task<JObject> PutAsync(string id, string apiVersion, JObject body, CancellationToken ct) =>
        Accepted(await SendAsync(HttpMethod.Put, Target(id, apiVersion), body, ct).ConfigureAwait(false), id).Body ?? [];

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
        var reply = Accepted(
            await SendAsync(HttpMethod.Put, Target(id, Deployments), Properties(template, parameters), ct).ConfigureAwait(false),
            what
        );
        await FollowAsync(reply, what, progress, ct).ConfigureAwait(false);

        var ended = Accepted(await SendAsync(HttpMethod.Get, Target(id, Deployments), null, ct).ConfigureAwait(false), what).Body ?? [];
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
        var body = Properties(template, parameters);
        body["properties"]!["whatIfSettings"] = new JObject { ["resultFormat"] = "FullResourcePayloads" };
        var reply = Accepted(
            await SendAsync(HttpMethod.Post, Target($"{DeploymentId(groupId, name)}/whatIf", Deployments), body, ct).ConfigureAwait(false),
            what
        );
        var result = await FollowAsync(reply, what, progress, ct).ConfigureAwait(false);
        return [.. (result.Body?.SelectToken("properties.changes") as JArray ?? []).OfType<JObject>()];
    }

    /// <summary>Asks after an operation, as often as Azure wants to be asked, until it is over.</summary>
    private async Task<Reply> FollowAsync(Reply reply, string what, IProgress<OperationProgress> progress, CancellationToken ct)
    {
        var start = clock.GetTimestamp();
        while (reply.Operation is not null || (reply.Status == HttpStatusCode.Accepted && reply.Location is not null))
        {
            var address = Own(reply.Operation ?? reply.Location!);
            var isStatus = reply.Operation is not null;
            await Task.Delay(Pause(reply.RetryAfter, UsualPause), clock, ct).ConfigureAwait(false);

            var next = Accepted(await SendAsync(HttpMethod.Get, address, null, ct).ConfigureAwait(false), what);
            var state = (string?)next.Body?["status"] ?? (next.Status == HttpStatusCode.Accepted ? "Running" : "Succeeded");
            progress.Report(new OperationProgress(state, clock.GetElapsedTime(start)));
            if (state is "Failed" or "Canceled")
                throw ResourceManagerErrors.Of(
                    (int)next.Status,
                    what,
                    next.Body?["error"] as JObject ?? new JObject { ["code"] = state },
                    identity.Description
                );

            var isOver = state == "Succeeded" || (!isStatus && next.Status != HttpStatusCode.Accepted);
            reply = isOver
                ? next with
                {
                    Operation = null,
                    Location = null,
                }
                : next with
                {
                    Operation = isStatus ? next.Operation ?? address.ToString() : null,
                    Location = next.Location ?? address.ToString(),
                };
        }

        return reply;
    }

    private async Task<Reply> SendAsync(HttpMethod method, Uri target, JObject? body, CancellationToken ct)
    {
        var isRenewed = false;
        while (true)
        {
            using var request = new HttpRequestMessage(method, target);
            request.Headers.Authorization = new AuthenticationHeaderValue(
                "Bearer",
                (await identity.GetAsync(cloud.ManagementResource, isRenewed, ct).ConfigureAwait(false)).Token
            );
            if (body is not null)
                request.Content = new StringContent(body.ToString(Formatting.None), Encoding.UTF8, "application/json");

            Reply reply;
            try
            {
                using var response = await http.SendAsync(request, ct).ConfigureAwait(false);
                reply = await Reply.ReadAsync(response, clock, ct).ConfigureAwait(false);
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

            if (reply.Status != HttpStatusCode.Unauthorized || isRenewed)
                return reply;

            isRenewed = true;
        }
    }

    private Reply Accepted(Reply reply, string what) =>
        (int)reply.Status is >= 200 and < 300
            ? reply
            : throw ResourceManagerErrors.Of((int)reply.Status, what, reply.Body?["error"] as JObject, identity.Description);

    /// <summary>An address that an answer names; the token goes only to the host that it is for.</summary>
    private Uri Own(string address) =>
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

    private Uri Target(string path, string apiVersion) => new(cloud.ResourceManager, $"{path}?api-version={apiVersion}");

    private static string DeploymentId(string groupId, string name) => $"{groupId}/providers/Microsoft.Resources/deployments/{name}";

    private static JObject Properties(JObject template, JObject parameters) =>
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

    private static TimeSpan Pause(TimeSpan? asked, TimeSpan otherwise) =>
        asked is { } wait && wait >= TimeSpan.Zero ? (wait < LongestPause ? wait : LongestPause) : otherwise;

    /// <summary>One answer, read to its end.</summary>
    private sealed record Reply(HttpStatusCode Status, JObject? Body)
    {
        /// <summary>Where the state of an operation is.</summary>
        public string? Operation { get; init; }

        /// <summary>Where the result of an operation will be.</summary>
        public string? Location { get; init; }

        public TimeSpan? RetryAfter { get; init; }

        public string? Code => (string?)Body?.SelectToken("error.code");

        public static async Task<Reply> ReadAsync(HttpResponseMessage response, TimeProvider clock, CancellationToken ct) =>
            new(response.StatusCode, ResourceManagerErrors.Read(await response.Content.ReadAsStringAsync(ct).ConfigureAwait(false)))
            {
                Operation = response.Headers.TryGetValues("Azure-AsyncOperation", out var values) ? values.First() : null,
                Location = response.Headers.Location?.OriginalString,
                RetryAfter = response.Headers.RetryAfter switch
                {
                    { Delta: { } delta } => delta,
                    { Date: { } date } => date - clock.GetUtcNow(),
                    _ => null,
                },
            };
    }
}
