namespace Build.Record;

/// <summary>The sums over all test projects.</summary>
internal sealed record TestTotals(int Passed = 0, int Failed = 0, int Skipped = 0)
{
    public static TestTotals Of(IEnumerable<TestResult> results) =>
        results.Aggregate(new TestTotals(), (totals, result) => totals.Plus(result));

    private TestTotals Plus(TestResult result) => new(Passed + result.Passed, Failed + result.Failures.Count, Skipped + result.Skipped);

    public override string ToString() => $"{Passed} passed, {Failed} failed, {Skipped} skipped";
}
