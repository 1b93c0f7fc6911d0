using Cake.Core;

namespace Cake.Frosting;

/// <summary>A unit of work that the command line can name.</summary>
public interface IFrostingTask
{
    /// <summary>The reason shown when <see cref="ShouldRun"/> said no.</summary>
    string SkippedMessage => string.Empty;

    Task RunAsync(ICakeContext context);

    bool ShouldRun(ICakeContext context);

    /// <summary>Called with what <see cref="RunAsync"/> threw; a return without a throw means that the failure is dealt with.</summary>
    void OnError(Exception exception, ICakeContext context);

    /// <summary>Called after the task, whatever became of it.</summary>
    void Finally(ICakeContext context);
}
