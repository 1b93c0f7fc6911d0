using Layercake.Web.Access;

namespace Layercake.Web.Runs;

/// <summary>What a run is asked to do.</summary>
public enum RunTask
{
    /// <summary>Says what an export would change in the files; writes nothing.</summary>
    Compare,

    /// <summary>Writes what the workspace has into the files.</summary>
    Export,

    /// <summary>Plans a deployment of what the files declare, and seals the plan.</summary>
    Validate,

    /// <summary>Plans the deletion of what was deployed and the files declare no more, and seals the plan.</summary>
    FindDeleted,

    /// <summary>Carries out a sealed plan.</summary>
    Apply,

    /// <summary>Brings the files to where the remote's branch is.</summary>
    Pull,

    /// <summary>Commits the files and sends them to a branch of the remote.</summary>
    Push,
}

/// <summary>Which tasks belong to which way.</summary>
public static class RunTasks
{
    private static readonly RunTask[] Exporting = [RunTask.Compare, RunTask.Export, RunTask.Push];

    /// <summary>The tasks of one way.</summary>
    public static RunTask[] Of(AppMode way) => way == AppMode.Export ? Exporting : [.. Enum.GetValues<RunTask>().Except(Exporting)];

    /// <summary>Whether it always signs in to the environment's workspace.</summary>
    public static bool NeedsWorkspace(RunTask task) => task is not (RunTask.Pull or RunTask.Push);

    /// <summary>The task that shows how its assets stand, and changes nothing.</summary>
    public static RunTask LookAgain(RunTask task) =>
        WayOf(task) == AppMode.Export ? RunTask.Compare
        : task == RunTask.FindDeleted ? RunTask.FindDeleted
        : RunTask.Validate;

    public static AppMode WayOf(RunTask task) => Exporting.Contains(task) ? AppMode.Export : AppMode.Import;
}
