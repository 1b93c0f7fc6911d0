using Microsoft.Extensions.Logging;

namespace Layercake.Rest.Tests.Support;

/// <summary>Keeps every line, down to Trace.</summary>
internal sealed class CollectingLogger : ILogger<WorkspaceClient>
{
    public List<(LogLevel Level, string Text)> Lines { get; } = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    )
    {
        lock (Lines)
            Lines.Add((logLevel, $"{formatter(state, exception)} {exception}"));
    }
}
