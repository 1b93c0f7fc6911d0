using System.Xml;
using System.Xml.Linq;
using Build.Record;

namespace Build.TestRuns;

/// <summary>The file in which <c>dotnet test</c> writes what became of each test.</summary>
internal static class TrxFile
{
    private static readonly XNamespace Ns = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    /// <summary>Null when the file is missing or unreadable, as after a crash.</summary>
    public static TestResult? TryRead(string project, string path)
    {
        try
        {
            return Read(project, XDocument.Load(path));
        }
        catch (Exception error) when (error is IOException or XmlException)
        {
            return null;
        }
    }

    private static TestResult Read(string project, XDocument file)
    {
        var results = file.Descendants(Ns + "UnitTestResult").ToLookup(result => (string?)result.Attribute("outcome"));
        return new TestResult
        {
            Project = project,
            Passed = results["Passed"].Count(),
            Skipped = results["NotExecuted"].Count(),
            Failures =
            [
                .. results.Where(outcome => outcome.Key is not ("Passed" or "NotExecuted")).SelectMany(outcome => outcome).Select(Failure),
            ],
        };
    }

    private static TestFailure Failure(XElement result)
    {
        var details = new[] { "Message", "StackTrace", "StdOut" }
            .SelectMany(name => result.Descendants(Ns + name))
            .Select(element => element.Value);
        return new TestFailure((string?)result.Attribute("testName") ?? "", string.Join('\n', details));
    }
}
