using Layercake.Secrecy;
using Microsoft.Extensions.Logging;

namespace Layercake.Web;

/// <summary>Writes what failed inside the server, a line each: the page says only that something did.</summary>
internal sealed class ErrorLines(TextWriter writer, Redactor redactor) : ILoggerProvider
{
    private readonly Lock gate = new();

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName[(categoryName.LastIndexOf('.') + 1)..]);

    public void Dispose() { }

    private void Write(string line)
    {
        lock (gate)
            writer.WriteLine(redactor.Redact(string.Concat(line.Select(letter => char.IsControl(letter) ? ' ' : letter))));
    }

    private sealed class Logger(ErrorLines lines, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (IsEnabled(logLevel))
                lines.Write($"{category}: {formatter(state, exception)}{(exception is null ? "" : $" {exception.Message}")}");
        }
    }
}
