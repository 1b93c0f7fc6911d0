using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Jobs;

/// <summary>The idempotency tokens with which runs were started.</summary>
/// <param name="gate">Of the runs, so that nothing comes between a token and its run.</param>
internal sealed class RunTokens(Table tokens, Table runs, Lock gate)
{
    /// <summary>Makes at most one run for a token; the second caller gets the first one's run.</summary>
    public long Once(string scope, string? token, Func<long> make)
    {
        if (token is null)
            return make();

        JobChecks.Require(token.Length <= 64, "idempotency_token must not be longer than 64 characters.");
        lock (gate)
        {
            var key = $"{scope}/{token}";
            if (tokens.Get(key)?.Number("run_id") is { } known)
            {
                JobChecks.Require(
                    runs.Get(RunStore.Key(known)) is not null,
                    $"Run {known}, which was started with this idempotency_token, was deleted."
                );
                return known;
            }

            var id = make();
            tokens.Put(key, new JObject { ["run_id"] = id });
            return id;
        }
    }
}
