using Build.Ci;
using Build.Printing;
using Build.Reports;
using Build.Reports.Html;
using Build.Reports.Model;
using Build.Text;
using Cake.Cli;
using Cake.Core;
using Cake.Core.Diagnostics;
using Layercake.Build.Tests.Reports;
using Layercake.Engine.Declarations;
using Layercake.Secrecy;
using Newtonsoft.Json.Linq;

namespace Layercake.Build.Tests.Text;

/// <summary>Characters that turn the text around them, or have no width, are shown wherever text from outside is.</summary>
public sealed class VisibleTextTests
{
    public static TheoryData<string> Hidden =>
        [
            "\u200B",
            "\u200C",
            "\u200D",
            "\u200E",
            "\u200F",
            "\u202A",
            "\u202B",
            "\u202C",
            "\u202D",
            "\u202E",
            "\u2060",
            "\u2066",
            "\u2067",
            "\u2068",
            "\u2069",
            "\u061C",
            "\uFEFF",
            "\u00AD",
            "\u180E",
            "\u034F",
            "\u2028",
            "\u2029",
            "\u3164",
            "\uFE0E",
            "\u0000",
            "\u0007",
            "\u001B",
            "\u007F",
            "\u009B",
            "\U000E0041",
            "\U000E01EF",
        ];

    [Theory]
    [MemberData(nameof(Hidden))]
    public void A_hidden_character_is_shown_in_every_output_and_report(string hidden)
    {
        var text = $"etl{hidden}fdp.exe";
        var shown = $"etl{string.Concat(hidden.Select(c => $"\\u{(int)c:x4}"))}fdp.exe";
        var printed = new StringWriter();
        new Output(printed, colours: false, new Redactor()).Line(text);
        using (var guard = new GuardedWriter(printed, new Redactor(), CiCommands.Of(_ => null), byLine: true))
            guard.WriteLine(text);
        var annotated = new StringWriter();
        new CiReporter(CiCommands.Of(name => name == "TF_BUILD" ? "true" : null), new Redactor(), null, annotated.WriteLine).Annotate(
            new Finding
            {
                Severity = Severity.Error,
                Code = "X",
                Message = text,
            }
        );
        var report = SampleReport.Empty with
        {
            Findings =
            [
                new Finding
                {
                    Severity = Severity.Error,
                    Code = "X",
                    Message = text,
                },
            ],
        };

        Assert.Equal($"{shown}{Environment.NewLine}{shown}{Environment.NewLine}", printed.ToString());
        Assert.Contains(shown, annotated.ToString(), StringComparison.Ordinal);
        Assert.Contains(shown, HtmlReport.Of(report), StringComparison.Ordinal);
        Assert.Contains(shown.Replace("\\", "&#92;", StringComparison.Ordinal), MarkdownReport.Of(report), StringComparison.Ordinal);
    }

    [Fact]
    public void A_json_document_stays_the_same_document()
    {
        var document = new JObject { ["name"] = "a\u202Eb\u200Bc\U000E0041 é 日本 😀" };

        var text = VisibleText.Lines(document.ToString());

        Assert.DoesNotContain("\u202E", text, StringComparison.Ordinal);
        Assert.True(JToken.DeepEquals(document, JObject.Parse(text)));
    }

    [Theory]
    [InlineData("é ä 日本語 😀 ⚠️ 👍🏽")]
    [InlineData("a\r\nb\n\tc")]
    public void What_can_be_seen_stays_as_it_is(string text) => Assert.Equal(text, VisibleText.Lines(text));

    [Fact]
    public void A_return_alone_does_not_cover_what_was_printed_before() =>
        Assert.Equal("failed\\u000ddone", VisibleText.Lines("failed\rdone"));

    [Fact]
    public void The_last_line_of_a_failed_run_is_cleaned_as_all_others()
    {
        var console = new KeptConsole();
        var redactor = new Redactor();
        redactor.Register("canary-value");
        var log = new GuardedLog(console, redactor);

        log.LogException(new InvalidOperationException("the \u001b[2J\u202Enoitacol\u200B of {0} canary-value"));

        Assert.Equal(["Error: the \\u001b[2J\\u202enoitacol\\u200b of {0} ***"], console.Errors);
    }

    /// <summary>Cake's console, with its lines kept.</summary>
    private sealed class KeptConsole : IConsole
    {
        private readonly System.Text.StringBuilder line = new();

        public List<string> Errors { get; } = [];

        public ConsoleColor ForegroundColor { get; set; }

        public ConsoleColor BackgroundColor { get; set; }

        public bool SupportAnsiEscapeCodes => false;

        public void Write(string format, params object[] arg) => throw new NotSupportedException();

        public void WriteLine(string format, params object[] arg) => throw new NotSupportedException();

        public void WriteError(string format, params object[] arg) =>
            line.Append(string.Format(System.Globalization.CultureInfo.InvariantCulture, format, arg));

        public void WriteErrorLine(string format, params object[] arg)
        {
            WriteError(format, arg);
            if (line.Length > 0)
                Errors.Add(line.ToString());
            line.Clear();
        }

        public void ResetColor() { }
    }
}
