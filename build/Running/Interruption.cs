using System.Runtime.InteropServices;

namespace Build.Running;

/// <summary>Ctrl-C and SIGTERM as a token: the first asks the run to stop tidily, the second ends the process at once.</summary>
public sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource source;
    private readonly List<PosixSignalRegistration> registrations = [];
    private readonly TextWriter messages;

    /// <summary>Of a run that no signal is for; it ends with the token, or is cancelled.</summary>
    internal Interruption(CancellationToken ct)
    {
        messages = TextWriter.Null;
        source = CancellationTokenSource.CreateLinkedTokenSource(ct);
    }

    public Interruption(TextWriter messages)
    {
        (this.messages, source) = (messages, new CancellationTokenSource());
        Watch(PosixSignal.SIGINT, ExitCodes.Interrupted);
        Watch(PosixSignal.SIGTERM, ExitCodes.Terminated);
    }

    public CancellationToken Token => source.Token;

    /// <summary>What the run exits with when the signal stopped it; null when none came.</summary>
    public int? ExitCode { get; private set; }

    /// <summary>Asks the run to stop tidily.</summary>
    internal void Cancel() => source.Cancel();

    public void Dispose()
    {
        foreach (var registration in registrations)
            registration.Dispose();
        source.Dispose();
    }

    private void Watch(PosixSignal signal, int exitCode) =>
        registrations.Add(
            PosixSignalRegistration.Create(
                signal,
                context =>
                {
                    if (ExitCode is not null)
                    {
                        // Elsewhere not cancelled: the system's own answer to a signal is to end the process. Windows would count that in
                        // its own way.
                        if (OperatingSystem.IsWindows())
                            Environment.Exit(exitCode);
                        return;
                    }

                    context.Cancel = true;
                    ExitCode = exitCode;
                    messages.WriteLine();
                    messages.WriteLine(
                        signal == PosixSignal.SIGINT
                            ? "Stopping. Press Ctrl-C again to stop at once."
                            : "Stopping. A second signal stops it at once."
                    );
                    source.Cancel();
                }
            )
        );
}
