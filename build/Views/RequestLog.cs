using Build.CommandLine;
using Cake.Core.Diagnostics;
using Microsoft.Extensions.Logging;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace Build.Views;

/// <summary>Shows what the libraries log, which is their requests: a line each for <c>--verbosity=verbose</c>, what they carry as well for <c>diagnostic</c>.</summary>
public sealed class RequestLog(Output output, HostArguments arguments) : ILoggerFactory, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public bool IsEnabled(LogLevel logLevel) => arguments.Verbosity >= logLevel switch
    {
        LogLevel.Trace => Verbosity.Diagnostic,
        LogLevel.Debug or LogLevel.Information => Verbosity.Verbose,
        _ => Verbosity.Minimal,
    };

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
            output.Line($"    {formatter(state, exception)}", Tone.Quiet);
    }

    public void Dispose()
    {
    }
}
