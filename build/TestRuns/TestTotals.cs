namespace Build.TestRuns;

/// <summary>The sums over all test projects.</summary>
public sealed record TestTotals(int Passed = 0, int Failed = 0, int Skipped = 0)
{
    public TestTotals Plus(TestResult result) => new(Passed + result.Passed, Failed + result.Failures.Count, Skipped + result.Skipped);

    public override string ToString() => $"{Passed} passed, {Failed} failed, {Skipped} skipped";
}
