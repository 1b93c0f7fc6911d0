using Build.Record;
using Build.Running;
using Build.Views;
using Microsoft.Extensions.Logging;

namespace Build.Preparation;

/// <summary>Records what the libraries log, which is their requests, and shows it where that is asked for.</summary>
internal sealed class RequestLog(RunOptions run, RunRecord record, RequestAssets requestAssets, RequestView view) : ILoggerFactory, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) { }

    /// <summary>Requests are recorded whether they are shown or not; bodies are logged only when they are shown.</summary>
    public bool IsEnabled(LogLevel logLevel) => logLevel == LogLevel.Debug || view.IsShown(logLevel);

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
        var message = formatter(state, exception);
        if (logLevel == LogLevel.Debug && state is IReadOnlyList<KeyValuePair<string, object?>> values)
            Record(values);
        if (logLevel is LogLevel.Debug or LogLevel.Warning)
            requestAssets.AddLine(message);

        view.Show(logLevel, message);
    }

    private void Record(IReadOnlyList<KeyValuePair<string, object?>> values)
    {
        if (
            Value("Milliseconds") is long milliseconds
            && Value("Attempt") is int attempt
            && Value("Method") is { } method
            && Value("Path") is string path
        )
        {
            var duration = TimeSpan.FromMilliseconds(milliseconds);
            var status = Value("Status") as int?;
            record.AddRequest(new SentRequest(run.Elapsed - duration, duration, method.ToString()!, path, status, attempt));
        }

        object? Value(string name) => values.FirstOrDefault(value => value.Key == name).Value;
    }

    public void Dispose() { }
}
