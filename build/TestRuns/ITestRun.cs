using Build.Running;

namespace Build.TestRuns;

/// <summary>The tests of this repository.</summary>
public interface ITestRun
{
    /// <exception cref="BuildFailedException">A test failed, or none ran.</exception>
    Task RunAsync();
}
