using Cake.Frosting;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace Layercake.Frosting.Tests;

/// <summary>One run of a host inside this process, with what it printed and what its tasks noted.</summary>
internal sealed record HostRun(int ExitCode, string Output, string Errors, IReadOnlyList<string> Notes)
{
    // Or Cake would colour the captured lines.
    static HostRun() => Environment.SetEnvironmentVariable("NO_COLOR", "1");

    /// <summary>Runs a host that has exactly these tasks.</summary>
    public static HostRun Of(Type[] tasks, params string[] args) => Of(tasks, host => host, args);

    public static HostRun Of(Type[] tasks, Func<CakeHost, CakeHost> configure, params string[] args) =>
        Capture(notes =>
            configure(new CakeHost())
                .UseContext<NotingContext>()
                .ConfigureServices(services =>
                {
                    services.AddSingleton(notes);
                    foreach (var task in tasks)
                        services.AddSingleton(typeof(IFrostingTask), task);
                })
                .Run(args)
        );

    // Cake writes to the console; the tests that use it are in one collection and run one after the other.
    private static HostRun Capture(Func<Notes, int> run)
    {
        var notes = new Notes();
        var (output, errors) = (Console.Out, Console.Error);
        using var capturedOutput = new StringWriter();
        using var capturedErrors = new StringWriter();
        Console.SetOut(capturedOutput);
        Console.SetError(capturedErrors);
        // It keeps the writer it saw first, which an earlier test has closed.
        AnsiConsole.Console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(capturedOutput) });
        try
        {
            var exitCode = run(notes);
            return new HostRun(exitCode, capturedOutput.ToString(), capturedErrors.ToString(), notes.All);
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(errors);
        }
    }
}

[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ConsoleCollection
{
    public const string Name = "Console";
}
