using Build.CommandLine;
using Build.Preparation;
using Build.Printing;
using Build.Running;
using Layercake.Engine.Declarations;
using Layercake.Identity.Workspaces;
using Layercake.Rest.Apis;
using Layercake.Secrecy;
using Layercake.Web.Runs;

namespace Build.WebPages;

/// <summary>Pulls from the Git folder of a workspace and writes to it, as whoever signs in to its environment.</summary>
internal sealed class WorkspaceFolderRuns(WorkspaceFolderPlace place, EnvironmentQuestions questions)
{
    private readonly FolderCopy copy = new(place);

    /// <param name="user">Opens the workspace as the user who asks; null for whom the environment says.</param>
    public async Task RunAsync(
        RunTask task,
        Func<Uri, IWorkspaceCredential>? user,
        Action<string> say,
        CancellationToken ct
    )
    {
        using var interruption = new Interruption(ct);
        var (run, opened) = questions.Open(place.Environment, user, interruption);
        await using var preparation = opened;
        var findings = new List<Finding>();
        var environment =
            EnvironmentReader.Read(run, findings) ?? throw new BuildFailedException(ExitCodes.Wrong, string.Join('\n', findings));
        if (WorkspaceFolderPlace.WorkspaceOf(environment) is var workspace && workspace != place.Workspace)
            throw new BuildFailedException(
                ExitCodes.Refused,
                $"The files are those of {place.Path} in {place.Workspace}, and the environment {place.Environment} is in {workspace} now. "
                    + "Restart the server."
            );

        var (_, connector) = await preparation.OpenAsync(environment);
        using (connector)
        {
            var connection = await connector.SignInAsync(await connector.FetchSecretsAsync(ct), ct);
            var folder = new WorkspaceFolder(new WorkspaceApi(connection.Client), place.Path, copy, say);
            await (task == RunTask.Pull ? folder.PullAsync(ct) : folder.WriteAsync(ct));
        }
    }

    public WorkspaceFolderState State()
    {
        var known = copy.Known();
        return new WorkspaceFolderState
        {
            Path = place.Path,
            Environment = place.Environment,
            Changed = known is null ? 0 : copy.Changed(known).Count() + copy.Gone(known).Count(),
            IsPulled = known is not null,
        };
    }
}
