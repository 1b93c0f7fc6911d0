using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Layercake.Rest;

/// <summary>The retry rules: what is repeated, after which delay, and for how long.</summary>
internal sealed class Resilience(RetryLimits limits, Func<double> random, ILogger logger)
{
    // A host that never answered is more likely mistyped than busy: three attempts show that as well as five minutes do.
    private const int AttemptsOnASilentHost = 3;

    // A service that fails over one request three times in a row will not be mended within minutes.
    private const int AttemptsAtABrokenCall = 3;

    // For so many the time of a call is enough when each needs all the time that its upload may take.
    private const int AttemptsOfAnUpload = 3;

    // Before that a repetition is nobody's business; after it a run that seems to hang should say why.
    private const int AttemptsInSilence = 2;

    private static readonly TimeSpan[] Delays = [.. new[] { 1, 2, 4, 8, 10 }.Select(s => TimeSpan.FromSeconds(s))];

    private static readonly ResiliencePropertyKey<Call> Key = new("layercake.call");

    // By host: one that answers says nothing of another.
    private readonly ConcurrentDictionary<string, bool> heard = new(StringComparer.OrdinalIgnoreCase);

    public AdaptiveLimiter Limiter { get; } = new(limits.Concurrency);

    /// <summary>From the outside in: repeat, wait for a slot, bound the attempt's time.</summary>
    public ResiliencePipeline<Answer> Build() =>
        new ResiliencePipelineBuilder<Answer> { TimeProvider = limits.Clock }
            .AddRetry(
                new RetryStrategyOptions<Answer>
                {
                    MaxRetryAttempts = int.MaxValue,
                    ShouldHandle = args => ValueTask.FromResult(ShouldRepeat(args.Outcome, CallOf(args.Context))),
                    OnRetry = args =>
                    {
                        LogRepeat(args.Outcome, CallOf(args.Context));
                        return ValueTask.CompletedTask;
                    },
                    DelayGenerator = args => ValueTask.FromResult<TimeSpan?>(CallOf(args.Context).NextDelay),
                }
            )
            .AddStrategy(_ => new InFlightStrategy(Limiter, limits.Clock), new InFlightStrategyOptions())
            .AddTimeout(
                new TimeoutStrategyOptions
                {
                    TimeoutGenerator = args => ValueTask.FromResult(TimeoutOf(CallOf(args.Context))),
                }
            )
            .Build();

    /// <summary>For what cannot wait and is repeated by its caller, who knows until when it is of use.</summary>
    public ResiliencePipeline<Answer> BuildUrgent() =>
        new ResiliencePipelineBuilder<Answer> { TimeProvider = limits.Clock }
            .AddTimeout(limits.AttemptTimeout)
            .Build();

    public static ResilienceContext ContextFor(Call call, CancellationToken ct)
    {
        var context = ResilienceContextPool.Shared.Get(ct);
        context.Properties.Set(Key, call);
        return context;
    }

    public static Call CallOf(ResilienceContext context) => context.Properties.GetValue(Key, null!);

    private bool ShouldRepeat(Outcome<Answer> outcome, Call call)
    {
        if (outcome.Result is { } answer)
            (heard[call.Host], call.LastAnswer) = (true, answer);

        if (!MayRepeat(outcome, call))
            return false;

        var delay = outcome.Result?.RetryAfter is { } asked && asked > TimeSpan.Zero ? asked : Backoff(call.Attempts);
        if (call.Spent + delay >= DeadlineOf(call))
        {
            call.IsOutOfTime = true;
            return false;
        }

        call.NextDelay = delay;
        call.Spent += delay;
        return true;
    }

    private bool MayRepeat(Outcome<Answer> outcome, Call call) =>
        call.Failure switch
        {
            _ when call.Attempts >= call.Rule?.MaxAttempts || call.Rule?.Allows(outcome) == false => false,
            FailureClass.Throttled => true,
            FailureClass.NotSent => heard.ContainsKey(call.Host) || call.Attempts < AttemptsOnASilentHost,
            FailureClass.Broken => call.Repeat != RepeatSafety.Unsafe
                && call.Attempts < (call.Rule?.MaxAttempts ?? AttemptsAtABrokenCall),
            FailureClass.Ambiguous or FailureClass.Warming or FailureClass.NamedByRule => call.Repeat != RepeatSafety.Unsafe,
            _ => false,
        };

    private void LogRepeat(Outcome<Answer> outcome, Call call)
    {
        if (call.Attempts <= AttemptsInSilence)
            return;

        var what = outcome.Result is { } answer
            ? $"answered {answer.Status} {answer.Error.Code}"
            : $"got no answer ({Failures.Reason(outcome.Exception!)})";
        Log.Repeats(logger, call.Method, call.Shown, what, call.Attempts, call.NextDelay.TotalSeconds);
    }

    // Half to one and a half of the step, so that calls which failed together do not come back together.
    private TimeSpan Backoff(int attempts) => Delays[Math.Min(attempts, Delays.Length) - 1] * (0.5 + random());

    private TimeSpan TimeoutOf(Call call) =>
        Shorter((call.Rule?.AttemptTimeout ?? limits.AttemptTimeout) + call.UploadTime, DeadlineOf(call) - call.Spent);

    private TimeSpan DeadlineOf(Call call) => (call.Rule?.Deadline ?? limits.Deadline) + (AttemptsOfAnUpload * call.UploadTime);

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) =>
        TimeSpan.FromTicks(Math.Max(TimeSpan.FromMilliseconds(10).Ticks, Math.Min(a.Ticks, b.Ticks)));

    /// <summary>What the retry rules keep about one call.</summary>
    /// <param name="Host">Whom it goes to.</param>
    /// <param name="Shown">What it is called in logs: its path, or its address without the query.</param>
    internal sealed record Call(HttpMethod Method, string Host, string Shown, RepeatSafety Repeat)
    {
        /// <summary>Of a service that is no workspace; null for a workspace.</summary>
        public RetryRule? Rule { get; init; }

        /// <summary>How much longer an attempt may take for what it sends.</summary>
        public TimeSpan UploadTime { get; init; }

        public int Attempts { get; set; }

        /// <summary>What the last attempt failed of: <see cref="FailureClass.None"/> before its end and after a success.</summary>
        public FailureClass Failure { get; set; }

        /// <summary>Attempts and delays together, without the time in the queue.</summary>
        public TimeSpan Spent { get; set; }

        public TimeSpan NextDelay { get; set; }

        /// <summary>The last that the service said, whatever came of the attempts after it; null when it said nothing.</summary>
        public Answer? LastAnswer { get; set; }

        /// <summary>It was given up because all attempts together had taken as long as they may.</summary>
        public bool IsOutOfTime { get; set; }

        /// <summary>
        /// The last attempt, if it was a write that may have reached the service and got no answer that says what came of it.
        /// </summary>
        public WriteWindow.WriteAttempt? Unanswered { get; set; }
    }
}
