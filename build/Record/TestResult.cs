namespace Build.Record;

/// <summary>How one test project ended.</summary>
internal sealed record TestResult
{
    public required string Project { get; init; }

    public int Passed { get; init; }

    public int Skipped { get; init; }

    public IReadOnlyList<TestFailure> Failures { get; init; } = [];
}

/// <summary>A test that failed, or a project that did not get to its end.</summary>
internal sealed record TestFailure(string Test, string Details);
