using Build.CommandLine;
using Build.Record;
using Build.Running;
using Cake.Core.Diagnostics;
using Microsoft.Extensions.Logging;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace Build.Views;

/// <summary>
/// Shows what the libraries log, which is their requests: a line each for <c>--verbosity=verbose</c>, what they carry as well for
/// <c>diagnostic</c>.
/// </summary>
public sealed class RequestLog(Output output, HostArguments arguments, RunOptions run, RunRecord record, RequestAssets trace)
    : ILoggerFactory,
        ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) { }

    /// <summary>Requests are remembered for the report whether they are shown or not; bodies only when they are shown.</summary>
    public bool IsEnabled(LogLevel logLevel) => logLevel == LogLevel.Debug || IsShown(logLevel);

    private bool IsShown(LogLevel logLevel) =>
        arguments.Verbosity
        >= logLevel switch
        {
            LogLevel.Trace => Verbosity.Diagnostic,
            LogLevel.Debug or LogLevel.Information => Verbosity.Verbose,
            _ => Verbosity.Minimal,
        };

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    )
    {
        if (logLevel == LogLevel.Debug && state is IReadOnlyList<KeyValuePair<string, object?>> values)
            Remember(values);
        if (logLevel is LogLevel.Debug or LogLevel.Warning)
            trace.AddLine(formatter(state, exception));
        if (IsShown(logLevel))
            output.Line(
                $"    {(logLevel == LogLevel.Warning && trace.Asset is { } asset ? $"{asset}: " : "")}{formatter(state, exception)}",
                Tone.Quiet
            );
    }

    private void Remember(IReadOnlyList<KeyValuePair<string, object?>> values)
    {
        if (
            Value("Milliseconds") is long milliseconds
            && Value("Attempt") is int attempt
            && Value("Method") is { } method
            && Value("Path") is string path
        )
        {
            var duration = TimeSpan.FromMilliseconds(milliseconds);
            record.Sent(new SentRequest(run.Elapsed - duration, duration, method.ToString()!, path, Value("Status") as int?, attempt));
        }

        object? Value(string name) => values.FirstOrDefault(value => value.Key == name).Value;
    }

    public void Dispose() { }
}
