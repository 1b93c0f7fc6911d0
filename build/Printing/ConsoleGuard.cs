using Build.Ci;
using Layercake.Secrecy;

namespace Build.Printing;

/// <summary>Puts a guard before both outputs of this process, for its own lines, for Cake's and for those of every library.</summary>
internal sealed class ConsoleGuard : IDisposable
{
    private readonly SafeWriter output;
    private readonly SafeWriter errors;
    private readonly GuardedWriter guardedOutput;
    private readonly GuardedWriter guardedErrors;

    private readonly Redactor redactor;
    private readonly CiCommands commands;

    private ConsoleGuard(Redactor redactor, CiCommands commands)
    {
        (this.redactor, this.commands) = (redactor, commands);
        errors = new SafeWriter(() => Open(2, () => Console.Error), _ => { });
        output = new SafeWriter(
            () => Open(1, () => Console.Out),
            reason =>
                errors.WriteLine(
                    $"warning: the standard output cannot be written: {reason}. The run goes on without it; see its report and exit code."
                )
        );
        guardedOutput = new GuardedWriter(output, redactor, commands, byLine: Console.IsOutputRedirected);
        guardedErrors = new GuardedWriter(errors, redactor, commands, byLine: Console.IsErrorRedirected);
        redactor.Registered = text =>
        {
            if (commands.Mask(text) is { } mask)
                Command(mask);
        };
        Console.SetOut(guardedOutput);
        Console.SetError(guardedErrors);
    }

    private static TextWriter Open(int descriptor, Func<TextWriter> open) =>
        InternalPipe.IsAt(descriptor) ? throw new IOException("It was closed when the process started.") : open();

    public static ConsoleGuard Install(Redactor redactor) => Install(redactor, CiCommands.Of(Environment.GetEnvironmentVariable));

    internal static ConsoleGuard Install(Redactor redactor, CiCommands commands) => new(redactor, commands);

    /// <summary>What speaks to the CI system past the guard.</summary>
    /// <inheritdoc cref="CiReporter" path="/param[@name='assets']"/>
    public CiReporter CreateCiReporter(string? assets) => new(commands, redactor, assets, Command);

    /// <remarks>
    /// A thread that writes through <see cref="Console.Out"/> holds its lock before that of the guard, and the runtime takes it once more
    /// to reach the terminal.
    /// A command that took them in the other order would now and then wait for ever.
    /// </remarks>
    private void Command(string line)
    {
        lock (Console.Out)
            guardedOutput.Command(line);
    }

    /// <summary>
    /// Writes what this program itself says, in which nothing can be secret and much looks as if it were, such as the names of options.
    /// </summary>
    public void WriteUnredacted(string text) => output.WriteLine(text);

    /// <summary>Writes a document to the standard output, without a line end of ours.</summary>
    /// <param name="text">
    /// Secrets are out of its texts already: looked for in the whole of it, they would take the marks between texts along.
    /// </param>
    public void WriteDocument(string text) => output.Write(commands.Disarm(text));

    public void Dispose()
    {
        Console.SetOut(output);
        Console.SetError(errors);
        guardedOutput.Dispose();
        guardedErrors.Dispose();
    }
}
