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

/// <summary>
/// Asks a workspace whose a token is, once for all requests that come with it, and remembers the answer: a minute, and five seconds where
/// it was nobody's or nothing answered.
/// </summary>
internal sealed class ProvedTokens(Uri workspace, TimeProvider clock) : IDisposable
{
    private const int MostKept = 1000;
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan RefusalKept = TimeSpan.FromSeconds(5);

    private readonly HttpMessageInvoker http = new(AzureHttpClientFactory.CreateHandler(AzureCloud.Public));
    private readonly ConcurrentDictionary<string, Question> questions = new(StringComparer.Ordinal);

    /// <summary>Whom the workspace takes the token for, with the ids of their groups there; null when it takes it for nobody.</summary>
    public Task<UserIdentity?> OwnerAsync(string token, CancellationToken ct)
    {
        var key = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
        var now = clock.GetUtcNow();
        if (questions.Count >= MostKept)
            Forget(now);

        return questions
            .AddOrUpdate(key, _ => New(), (_, known) => known.IsOver(now) ? New() : known)
            .Owner.WaitAsync(ct);

        Question New() => new(question => AnswerAsync(question, token));
    }

    /// <summary>Tokens are made faster than they are forgotten only by someone who makes them up.</summary>
    private void Forget(DateTimeOffset now)
    {
        foreach (var (key, question) in questions)
            if (question.IsOver(now) || questions.Count >= MostKept)
                questions.TryRemove(key, out _);
    }

    public void Dispose() => http.Dispose();

    private async Task<UserIdentity?> AnswerAsync(Question question, string token)
    {
        var owner = await AskAsync(token);
        question.Until = clock.GetUtcNow() + (owner is null ? RefusalKept : Kept);
        return owner;
    }

    private async Task<UserIdentity?> AskAsync(string token)
    {
        var client = new WorkspaceClient(
            http,
            new WorkspaceOptions
            {
                Url = workspace,
                Token = (_, _) => ValueTask.FromResult(token),
                AttemptTimeout = TimeSpan.FromSeconds(10),
                Deadline = TimeSpan.FromSeconds(15),

                // What nobody has proved is no secret of ours, and would stay in the server's own for ever.
                Redactor = new Redactor(),
                Clock = clock,
            },
            NullLogger<WorkspaceClient>.Instance
        );
        try
        {
            var me = await new ScimApi(client).MeAsync(CancellationToken.None);
            var groups = (me["groups"] as JArray ?? []).OfType<JObject>().Select(group => (string?)group["value"]).OfType<string>();
            return UserIdentity.Of((string?)me["userName"], groups.Select(UserIdentity.Normal));
        }
        catch (WorkspaceApiException)
        {
            // Refused, or not to be reached: nobody is believed unproved.
            return null;
        }
    }

    /// <summary>One that is asked when its answer is first wanted.</summary>
    private sealed class Question
    {
        private readonly Lazy<Task<UserIdentity?>> owner;

        public Question(Func<Question, Task<UserIdentity?>> ask) => owner = new Lazy<Task<UserIdentity?>>(() => ask(this));

        public Task<UserIdentity?> Owner => owner.Value;

        /// <summary>Null before it is answered.</summary>
        public DateTimeOffset? Until { get; set; }

        public bool IsOver(DateTimeOffset now) => Until <= now;
    }
}
