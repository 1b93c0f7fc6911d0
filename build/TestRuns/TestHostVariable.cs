namespace Build.TestRuns;

/// <summary>The variable with the path of the host, for tests that start it as a process of its own.</summary>
internal static class TestHostVariable
{
    public const string Name = "LAYERCAKE_TEST_HOST";
}
