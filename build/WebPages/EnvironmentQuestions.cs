using Build.CommandLine;
using Build.Preparation;
using Build.Printing;
using Build.Reports;
using Build.Running;
using Layercake.Engine.Environments.Reading;
using Layercake.Engine.Kinds;
using Layercake.Identity.Workspaces;
using Layercake.Secrecy;
using Layercake.Web.Runs;

namespace Build.WebPages;

/// <summary>Reads the command lines of the page, and signs in to environments to ask them something: no run, and nothing is
/// printed.</summary>
internal sealed class EnvironmentQuestions(
    RunOptions web,
    RunWords words,
    RunScope.Creation create,
    Redactor redactor,
    TimeProvider clock
)
{
    private readonly CommandLineReader reader = new(
        KnownOptions.With(EnvironmentSettings.All),
        TargetTable.In(typeof(EnvironmentQuestions).Assembly, KindTable.Described),
        new Dictionary<string, string>()
    );

    /// <exception cref="RunRefusedException">It is no command line.</exception>
    public HostArguments Read(IReadOnlyList<string> line)
    {
        var arguments = reader.Read(line);
        return arguments.Errors.Count == 0 ? arguments : throw new RunRefusedException(string.Join(" ", arguments.Errors));
    }

    /// <param name="user">Opens the workspace as the user who asks; null for whom the environment says.</param>
    /// <returns>What knows the environment, for the caller to end.</returns>
    public (RunOptions Run, DeploymentPreparation Preparation) Open(
        string environment,
        Func<Uri, IWorkspaceCredential>? user,
        Interruption interruption
    )
    {
        var arguments = Read(words.ForDescription(environment));
        var run = new RunOptions(arguments, web.Folders, web.Package, approved: null, clock, interruption.Token);
        var scope = create(arguments, run, interruption, new Output(TextWriter.Null, colours: false, redactor), user);
        return (run, scope.Preparation);
    }

    /// <summary>Why it could not be asked, without secrets.</summary>
    public string Explain(Exception failure, DeploymentPreparation preparation)
    {
        var finding = preparation.Environment is { } known ? PreparationFindings.Explain(failure, known) : null;
        return redactor.Redact(finding?.ToString() ?? FailureReason.Of(failure));
    }
}
