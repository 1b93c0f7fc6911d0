using Build.Running;

namespace Build.Runs;

/// <summary>Runs notebooks and jobs in the workspace.</summary>
/// <exception cref="BuildFailedException">One of them did not succeed.</exception>
public interface IWorkspaceRunner
{
    Task RunNotebookAsync();

    Task TestNotebooksAsync();

    Task RunJobAsync();
}
