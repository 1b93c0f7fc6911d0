using Build.Record;

namespace Build.Views;

/// <summary>Shows what became of the tests of each project as it ends.</summary>
internal static class TestResultView
{
    public static void Write(TestResult result, TextWriter output)
    {
        output.WriteLine($"{result.Project}: {TestTotals.Of([result])}");
        foreach (var failure in result.Failures)
        {
            output.WriteLine($"  {failure.Test}");
            foreach (var line in failure.Details.ReplaceLineEndings("\n").TrimEnd().Split('\n'))
                output.WriteLine($"    {line}".TrimEnd());
        }
    }
}
