using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Build.Text;
using Layercake.Engine.Declarations;
using Layercake.Engine.Runs;
using Layercake.Secrecy;

namespace Build.Reports.JUnit;

/// <summary>Runs as JUnit's XML, which test tabs understand: a suite for each run, a case for each of its tasks.</summary>
internal static class JUnitFile
{
    /// <summary>What is longer is in the text of the problem.</summary>
    private const int LongestMessage = 4000;

    /// <summary>Well-formed whatever was printed in the workspace, and without secrets.</summary>
    public static string Text(IReadOnlyList<RunResult> results, Redactor redactor)
    {
        var suites = results.Select(result => Suite(result, text => Visible(redactor.Redact(text)))).ToList();
        return Document(suites);
    }

    /// <summary>The file of a program that ended before it ran anything.</summary>
    public static string WithoutRuns(IReadOnlyList<string> targets, string failure, IReadOnlyList<Finding> findings, Redactor redactor)
    {
        var name = string.Join(", ", targets);
        var problem = new XElement(
            "error",
            new XAttribute("message", DisplayText.Clip(Visible(redactor.Redact(failure)), LongestMessage)),
            new XAttribute("type", "not run")
        );
        problem.Add(Visible(redactor.Redact(string.Join('\n', findings))));
        var entry = Case(name, name, TimeSpan.Zero, problem);
        return Document([new XElement("testsuite", new XAttribute("name", name), Seconds(TimeSpan.Zero), Counts([entry]), entry)]);
    }

    private static string Document(IReadOnlyList<XElement> suites)
    {
        var root = new XElement("testsuites", new XAttribute("name", "runs"), Counts(suites), suites);
        return $"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{root}\n";
    }

    private static XElement Suite(RunResult result, Func<string, string> clean)
    {
        var cases = result.Tasks.Select(task => Case(result, task, clean)).ToList();

        // A run that did not succeed has a case that did not, or the report would be green.
        if (!result.Succeeded && !cases.Exists(entry => entry.Element("failure") is not null || entry.Element("error") is not null))
            cases.Add(
                Case(clean(result.Order.Subject), "run", result.Duration, Problem(result.State, clean(RunMessages.Of(result)), "", clean))
            );

        return new XElement(
            "testsuite",
            new XAttribute("name", clean(result.Order.Subject)),
            Seconds(result.Duration),
            Counts(cases),
            new XElement(
                "properties",
                Property("run_id", result.RunId.ToString(CultureInfo.InvariantCulture)),
                Property("run_page_url", clean(result.PageUrl))
            ),
            cases
        );
    }

    private static XElement Case(RunResult result, TaskResult task, Func<string, string> clean)
    {
        var name = result.Order.JobId is null && result.Tasks.Count == 1 ? result.Order.Subject : task.Key;
        var message = task.Error is { } error ? error : $"{task.State.Words} {task.State.Message}".TrimEnd();
        var end = task.State.End switch
        {
            RunEnd.Succeeded => null,
            RunEnd.Excluded => new XElement("skipped", new XAttribute("message", "The condition under which it runs did not hold.")),
            _ => Problem(task.State, clean(message), clean(task.Trace ?? ""), clean),
        };
        var output = string.Join('\n', new[] { task.ExitValue is { } value ? $"exit value: {value}" : null, task.Note }.OfType<string>());
        return Case(
            clean(result.Order.Subject),
            clean(name),
            task.Duration,
            end,
            output.Length > 0 ? new XElement("system-out", clean(output)) : null
        );
    }

    private static XElement Case(string suite, string name, TimeSpan duration, params XElement?[] content) =>
        new("testcase", new XAttribute("classname", suite), new XAttribute("name", name), Seconds(duration), content);

    /// <summary>What the notebook did wrong is a failure; what kept it from being run to its end is an error.</summary>
    private static XElement Problem(RunState state, string message, string text, Func<string, string> clean) =>
        new(
            state.End is RunEnd.Failed or RunEnd.SucceededWithFailures ? "failure" : "error",
            new XAttribute("message", DisplayText.Clip(message, LongestMessage)),
            new XAttribute("type", state.Words.Length > 0 ? clean(state.Words) : clean($"{state.End}")),
            text.Length == 0 && message.Length > LongestMessage ? message : text
        );

    private static IEnumerable<XAttribute> Counts(IReadOnlyList<XElement> parts)
    {
        var cases = parts.SelectMany(part => part.DescendantsAndSelf("testcase")).ToList();
        yield return new XAttribute("tests", cases.Count);
        yield return new XAttribute("failures", cases.Count(entry => entry.Element("failure") is not null));
        yield return new XAttribute("errors", cases.Count(entry => entry.Element("error") is not null));
        yield return new XAttribute("skipped", cases.Count(entry => entry.Element("skipped") is not null));
    }

    private static XElement Property(string name, string value) =>
        new("property", new XAttribute("name", name), new XAttribute("value", value));

    private static XAttribute Seconds(TimeSpan duration) =>
        new("time", duration.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture));

    /// <summary>XML has no way to write most control characters, nor half of a pair.</summary>
    private static string Visible(string written)
    {
        var text = VisibleText.Lines(written);
        var visible = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
            if (i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i]))
                visible.Append(text[i]).Append(text[++i]);
            else if (XmlConvert.IsXmlChar(text[i]))
                visible.Append(text[i]);
            else
                visible.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[i]:x4}");

        return visible.ToString();
    }
}
