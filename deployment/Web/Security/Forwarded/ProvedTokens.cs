using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Layercake.Identity;
using Layercake.Identity.Http;
using Layercake.Rest;
using Layercake.Rest.Apis;
using Layercake.Secrecy;
using Layercake.Web.Access;
using Microsoft.Extensions.Logging.Abstractions;
using Newtonsoft.Json.Linq;

namespace Layercake.Web.Security.Forwarded;

/// <summary>Asks a workspace whose a token is, and remembers the answer for a minute.</summary>
internal sealed class ProvedTokens(Uri workspace, Redactor redactor, TimeProvider clock) : IDisposable
{
    private const int MostKept = 1000;
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    private readonly HttpMessageInvoker http = new(AzureHttpClientFactory.CreateHandler(AzureCloud.Public));
    private readonly ConcurrentDictionary<string, (UserIdentity Owner, DateTimeOffset Until)> proved = new(StringComparer.Ordinal);

    /// <summary>Whom the workspace takes the token for, with the ids of their groups there; null when it takes it for nobody.</summary>
    public async Task<UserIdentity?> OwnerAsync(string token, CancellationToken ct)
    {
        var key = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
        var now = clock.GetUtcNow();
        if (proved.TryGetValue(key, out var known) && known.Until > now)
            return known.Owner;

        if (await AskAsync(token, ct) is not { } owner)
            return null;

        if (proved.Count >= MostKept)
            foreach (var (old, entry) in proved)
                if (entry.Until <= now || proved.Count >= MostKept)
                    proved.TryRemove(old, out _);
        proved[key] = (owner, now + Kept);
        return owner;
    }

    public void Dispose() => http.Dispose();

    private async Task<UserIdentity?> AskAsync(string token, CancellationToken ct)
    {
        var client = new WorkspaceClient(
            http,
            new WorkspaceOptions
            {
                Url = workspace,
                Token = (_, _) => ValueTask.FromResult(token),
                AttemptTimeout = TimeSpan.FromSeconds(10),
                Deadline = TimeSpan.FromSeconds(15),
                Redactor = redactor,
                Clock = clock,
            },
            NullLogger<WorkspaceClient>.Instance
        );
        try
        {
            var me = await new ScimApi(client).MeAsync(ct);
            var groups = (me["groups"] as JArray ?? []).OfType<JObject>().Select(group => (string?)group["value"]).OfType<string>();
            return UserIdentity.Of((string?)me["userName"], groups.Select(UserIdentity.Normal));
        }
        catch (WorkspaceApiException)
        {
            // Refused, or not to be reached: nobody is believed unproved.
            return null;
        }
    }
}
