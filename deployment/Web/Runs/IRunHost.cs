using Layercake.Engine.Planning;
using Layercake.Web.Access;

namespace Layercake.Web.Runs;

/// <summary>Does what the page asks for, with the same code as the command line.</summary>
public interface IRunHost
{
    /// <summary>In alphabetical order.</summary>
    IReadOnlyList<string> Environments();

    /// <summary>Signs in to an environment's workspace and reads how it stands; writes nothing.</summary>
    /// <param name="signIn">As whom.</param>
    Task<EnvironmentDescription> DescribeAsync(string environment, UserSignIn signIn, CancellationToken ct);

    /// <summary>Looks at the files; asks no remote.</summary>
    Task<FilesDescription> DescribeFilesAsync(CancellationToken ct);

    /// <summary>Runs of servers before this one, the oldest first. Their plans can be applied no more.</summary>
    IReadOnlyList<WebRun> Earlier();

    /// <summary>
    /// The text of an asset's file: of an export as it was and became, otherwise as the workspace and Git have it now, for which the
    /// workspace is asked.
    /// </summary>
    /// <param name="file">Relative to the folder of assets.</param>
    /// <param name="signIn">As whom the workspace is asked.</param>
    /// <returns>Null where there is no text, or too much of it, or none that is still known.</returns>
    /// <exception cref="RunRefusedException">It could not be asked for.</exception>
    Task<TextPair?> ReadTextsAsync(WebRun run, string asset, string file, UserSignIn signIn, CancellationToken ct);

    /// <summary>The dependencies among a run's assets: all of few, of many those of one asset.</summary>
    /// <param name="around">The asset that was chosen; null for none.</param>
    /// <returns>Null where no asset needs another one.</returns>
    DependencyPicture? Draw(IReadOnlyList<Change> changes, string? around);

    /// <summary>The file of the page that was made at the end of a run; null when there is none.</summary>
    string? ReportOf(string id);

    /// <summary>Begins at once and returns.</summary>
    /// <param name="id">Names the folder of what the run leaves: its sealed plan and its report.</param>
    /// <param name="planId">The id of the sealed plan of <see cref="RunRequest.Planned"/>, as its run said it.</param>
    /// <param name="signIn">As whom it signs in to workspaces.</param>
    IHostedRun Start(string id, RunRequest request, string? planId, UserSignIn signIn);
}

/// <summary>A run that was started.</summary>
public interface IHostedRun
{
    /// <summary>Ends with the run, however it ends, and does not fail.</summary>
    Task Completion { get; }

    RunSnapshot Snapshot { get; }

    /// <summary>Asks the run to stop tidily, as Ctrl-C does; nothing happens when it has ended.</summary>
    void Cancel();
}
