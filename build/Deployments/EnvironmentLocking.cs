using Build.CommandLine;
using Build.Preparation;
using Build.Printing;
using Build.Running;
using Build.Text;
using Layercake.Engine;
using Layercake.Engine.Memory;
using Layercake.Secrecy;

namespace Build.Deployments;

/// <summary>Locks the environment of a run, and ends its lock or the lease of another deployment.</summary>
internal sealed class EnvironmentLocking(
    RunOptions run,
    DeploymentPreparation preparation,
    Output output,
    Redactor redactor,
    RunWrites writes
)
{
    public async Task LockAsync()
    {
        var message =
            run.Message
            ?? throw new BuildFailedException(
                ExitCodes.Wrong,
                $"Say why nothing may be deployed, for those who are refused: --message=TEXT. {writes.Summary}"
            );
        var session = (await preparation.Workspace).Session;
        var name = preparation.Environment!.Name;

        // By now the secrets of this run are known.
        var made = await session.Locks.SetAsync(redactor.Redact(message), End(), run.CancellationToken);
        output.Line(
            made.Already ? $"Nothing to do: {name} is locked by {made.Lock.Description}."
                : made.Replaced is { } before ? $"Locked {name} in the place of the lock of {before.Description}. Now it is that of "
                    + $"{made.Lock.Description}."
                : $"Locked {name}, by {made.Lock.Description}. --target=Unlock ends the lock.",
            Tone.Change
        );
        if (made.Deploying is { } lease)
            output.Line(
                $"{lease.Owner} has been deploying since {DisplayText.Since(lease)}, as far as is known; a deployment that is under way "
                    + "comes to its end.",
                Tone.Change
            );
    }

    public async Task UnlockAsync()
    {
        var session = (await preparation.Workspace).Session;
        var name = preparation.Environment!.Name;
        if (await session.Locks.EndAsync(run.CancellationToken) is { } ended)
        {
            // Whoever ends a lock does not want to end a deployment that began before it, or after it was over.
            output.Line(Ended(ended, name), Tone.Change);
            return;
        }

        await BreakLeaseAsync(session, name);
    }

    private async Task BreakLeaseAsync(DeploymentSession session, string name) =>
        output.Line(
            await session.UnlockAsync(run.CancellationToken) switch
            {
                null => $"Nothing to unlock: nobody deploys to {name}.",
                { Already: true, Lease: { } before } =>
                    $"{before.Owner} removed the lease on {name} already, at {DisplayText.Since(before)}. The next deployment waits "
                        + $"until the one before has stopped.",
                { Lease: { } lease } =>
                    $"Removed the lease of {lease.Owner} on {name}, taken at {DisplayText.Since(lease)}. If that deployment still runs, "
                        + $"it sees this within seconds and stops; the next one waits for that.",
                { Path: var path } => $"Removed {path}, which was not a lease that this tool wrote. The next deployment waits a minute.",
            },
            Tone.Change
        );

    private static string Ended(FoundLock ended, string name) =>
        ended switch
        {
            { Lock: null } => $"Removed {ended.Path}, the lock of {name}: {ended.Problem}.",
            { IsOver: true } => $"Removed a lock on {name} that was over: that of {ended.Lock.Description}.",
            _ => $"Ended the lock on {name} of {ended.Lock.Description}.",
        };

    private DateTimeOffset? End() =>
        run.Until is not { } text ? null
        : LockEnd.Parse(text, run.Started) is { } end && end > run.Started ? end
        : throw new BuildFailedException(
            ExitCodes.Wrong,
            $"--until={text} is over: it is {DisplayText.Time(run.Started)} now. Give a later time. {writes.Summary}"
        );
}
