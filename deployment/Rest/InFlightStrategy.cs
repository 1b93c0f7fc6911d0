using Polly;

namespace Layercake.Rest;

/// <summary>Lets an attempt begin when the limiter has a free slot, and says to the limiter how it went.</summary>
internal sealed class InFlightStrategy(AdaptiveLimiter limiter, TimeProvider clock) : ResilienceStrategy<Answer>
{
    protected override async ValueTask<Outcome<Answer>> ExecuteCore<TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<Answer>>> callback,
        ResilienceContext context,
        TState state
    )
    {
        var call = Resilience.CallOf(context);
        call.Failure = FailureClass.None;
        AdaptiveLimiter.Slot slot;
        try
        {
            slot = await limiter.EnterAsync(context.CancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception)
        {
            return Outcome.FromException<Answer>(exception);
        }

        call.Attempts++;
        var started = clock.GetTimestamp();
        var signal = AdaptiveLimiter.LimitSignal.Neither;
        try
        {
            var outcome = await callback(context, state).ConfigureAwait(false);
            call.Failure = FailureClassifier.Of(outcome, call.Rule);
            signal =
                call.Failure == FailureClass.Throttled ? AdaptiveLimiter.LimitSignal.Throttled
                : outcome.Result is { IsSuccess: true } ? AdaptiveLimiter.LimitSignal.Succeeded
                : AdaptiveLimiter.LimitSignal.Neither;
            return outcome;
        }
        finally
        {
            call.Spent += clock.GetElapsedTime(started);
            limiter.Leave(slot, signal);
        }
    }
}

/// <summary>Polly asks for one; it says only how the strategy is called.</summary>
internal sealed class InFlightStrategyOptions : ResilienceStrategyOptions
{
    public InFlightStrategyOptions() => Name = "InFlight";
}
