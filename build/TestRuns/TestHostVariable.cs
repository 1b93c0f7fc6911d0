namespace Build.TestRuns;

/// <summary>The variable that tells tests where the host lies that they start as a process of its own.</summary>
internal static class TestHostVariable
{
    public const string Name = "LAYERCAKE_TEST_HOST";
}
