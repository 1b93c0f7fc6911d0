using Polly;

namespace Layercake.Rest;

/// <summary>Lets an attempt begin when the limiter has a place, and tells the limiter how it went.</summary>
internal sealed class InFlightStrategy(AdaptiveLimiter limiter, TimeProvider clock) : ResilienceStrategy<Answer>
{
    protected override async ValueTask<Outcome<Answer>> ExecuteCore<TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<Answer>>> callback,
        ResilienceContext context,
        TState state
    )
    {
        AdaptiveLimiter.Place place;
        try
        {
            place = await limiter.EnterAsync(context.CancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception)
        {
            return Outcome.FromException<Answer>(exception);
        }

        var call = Resilience.CallOf(context);
        call.Attempts++;
        var started = clock.GetTimestamp();
        var verdict = AdaptiveLimiter.Verdict.Neither;
        try
        {
            var outcome = await callback(context, state).ConfigureAwait(false);
            verdict =
                Troubles.Of(outcome) == Trouble.Throttled ? AdaptiveLimiter.Verdict.Throttled
                : outcome.Result is { IsSuccess: true } ? AdaptiveLimiter.Verdict.Succeeded
                : AdaptiveLimiter.Verdict.Neither;
            return outcome;
        }
        finally
        {
            call.Spent += clock.GetElapsedTime(started);
            limiter.Leave(place, verdict);
        }
    }
}

/// <summary>Polly asks for one; it says only how the strategy is called.</summary>
internal sealed class InFlightStrategyOptions : ResilienceStrategyOptions
{
    public InFlightStrategyOptions() => Name = "InFlight";
}
