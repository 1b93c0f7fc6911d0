using Build.TestRuns;

namespace Layercake.Testing;

/// <summary>The host that tests start as a process of its own.</summary>
public static class TestedHost
{
    /// <summary>The one that users start when <c>build.sh</c> runs the tests; else the one that was built with them.</summary>
    public static string FolderOr(string builtWithTests) =>
        Environment.GetEnvironmentVariable(TestHostVariable.Name) is { Length: > 0 } folder ? folder : builtWithTests;
}
