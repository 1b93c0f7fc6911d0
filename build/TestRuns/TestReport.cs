namespace Build.TestRuns;

/// <summary>What is printed of one test project.</summary>
public static class TestReport
{
    public static void Write(TestResult result, TextWriter output)
    {
        output.WriteLine($"{result.Project}: {new TestTotals().Plus(result)}");
        foreach (var failure in result.Failures)
        {
            output.WriteLine($"  {failure.Test}");
            foreach (var line in failure.Details.ReplaceLineEndings("\n").TrimEnd().Split('\n'))
                output.WriteLine($"    {line}".TrimEnd());
        }
    }
}
