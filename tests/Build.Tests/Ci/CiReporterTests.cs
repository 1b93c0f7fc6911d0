using Build.Ci;
using Layercake.Engine.Declarations;
using Layercake.Secrecy;
using Layercake.Testing;

namespace Layercake.Build.Tests.Ci;

public sealed class CiReporterTests : IDisposable
{
    private readonly TempDirectory folder = new();
    private readonly List<string> printed = [];
    private readonly Redactor redactor = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_finding_of_assets_in_a_subfolder_is_shown_where_the_repository_has_its_file()
    {
        folder.Write("repo/data/assets/clusters/etl.json", "{}");

        GitHub("repo/data/assets")
            .Annotate(
                new Finding
                {
                    Severity = Severity.Error,
                    Code = "CLU004",
                    Asset = "clusters.etl",
                    File = "clusters/etl.json",
                    Line = 14,
                    Column = 7,
                    Message = "too small",
                }
            );

        Assert.Equal(["::error file=data/assets/clusters/etl.json,line=14,col=7,title=CLU004::clusters.etl: too small"], printed);
    }

    [Theory]
    [InlineData("elsewhere/assets")]
    [InlineData("repo/data/other")]
    public void A_file_that_the_repository_does_not_have_is_named_as_the_finding_names_it(string assets)
    {
        folder.Write("elsewhere/assets/clusters/etl.json", "{}");

        GitHub(assets)
            .Annotate(
                new Finding
                {
                    Severity = Severity.Warning,
                    Code = "CLU004",
                    File = "clusters/etl.json",
                    Message = "x",
                }
            );

        Assert.Equal(["::warning file=clusters/etl.json,title=CLU004::x"], printed);
    }

    [Fact]
    public void No_text_of_a_finding_ends_its_command_on_GitHub()
    {
        GitHub("repo")
            .Annotate(
                new Finding
                {
                    Severity = Severity.Error,
                    Code = "X,1:2",
                    File = "a,title=b::c.json",
                    Line = 1,
                    Message = "50%\r\n::set-output name=a::b",
                }
            );

        Assert.Equal(["::error file=a%2Ctitle=b%3A%3Ac.json,line=1,title=X%2C1%3A2::50%25%0D%0A: :set-output name=a::b"], printed);
    }

    [Fact]
    public void No_text_of_a_finding_ends_its_command_on_Azure_Pipelines()
    {
        Azure()
            .Annotate(
                new Finding
                {
                    Severity = Severity.Warning,
                    Code = "X1",
                    File = "a;b]c.json",
                    Line = 3,
                    Column = 2,
                    Message = "50%\n##vso[task.complete]",
                }
            );

        Assert.Equal(
            [
                "##vso[task.logissue type=warning;sourcepath=a%3Bb%5Dc.json;linenumber=3;columnnumber=2;code=X1;]50%AZP25%0A## "
                    + "vso[task.complete]",
            ],
            printed
        );
    }

    [Fact]
    public void A_group_ends_whatever_happens_in_it()
    {
        void Fails()
        {
            using (GitHub("repo").Group("What\nchanges"))
                throw new InvalidOperationException();
        }

        Assert.Throws<InvalidOperationException>(Fails);

        Assert.Equal(["::group::What%0Achanges", "::endgroup::"], printed);
    }

    [Fact]
    public void A_value_cannot_add_outputs_of_its_own()
    {
        GitHub("repo").Output("plan_file", "a\nEOF\nchanges=0\nchanges<<end\n0\nend");
        GitHub("repo").Output("created", "1");

        var outputs = Outputs(File.ReadAllLines(folder["output"]));
        Assert.Equal(["plan_file", "created"], outputs.Keys);
        Assert.Equal("a\nEOF\nchanges=0\nchanges<<end\n0\nend", outputs["plan_file"]);

        Azure().Output("plan_file", "a\n##vso[task.setvariable variable=x]y");
        Assert.Equal(
            "##vso[task.setvariable variable=plan_file;isOutput=true]a%0A##vso[task.setvariable variable=x]y",
            Assert.Single(printed)
        );
    }

    [Fact]
    public void A_summary_that_does_not_fit_gives_way_to_a_line_about_it()
    {
        folder.Write("page.md", new string('ä', 1000));
        folder.Write("summary", new string('x', (1024 * 1024) - 1999));

        GitHub("repo").Summary(folder["page.md"]);
        GitHub("repo").Summary(folder["page.md"]);

        var summary = File.ReadAllText(folder["summary"]).TrimStart('x');
        Assert.Equal(2, summary.Split("no room left for the report").Length - 1);
        Assert.DoesNotContain("ä", summary, StringComparison.Ordinal);
    }

    [Fact]
    public void A_summary_that_fits_is_there_as_a_whole_and_Azure_Pipelines_fetches_it()
    {
        folder.Write("page.md", "# All\n");
        folder.Write("summary", "before\n");

        GitHub("repo").Summary(folder["page.md"]);
        Azure().Summary(folder["page.md"]);

        Assert.Equal("before\n# All\n", File.ReadAllText(folder["summary"]));
        Assert.Equal($"##vso[task.uploadsummary]{folder["page.md"]}", Assert.Single(printed));
    }

    [Fact]
    public void Secrets_reach_no_command()
    {
        redactor.Register("canary-value");
        var voice = Azure();

        voice.Group("of canary-value").Dispose();
        voice.Failure("Not deployed", "canary-value was refused", "clusters/etl.json");
        voice.Output("plan_file", "canary-value");

        Assert.Equal(4, printed.Count);
        Assert.All(printed, line => Assert.DoesNotContain("canary", line, StringComparison.Ordinal));
    }

    private CiReporter GitHub(string assets) =>
        new(
            CiCommands.Of(name =>
                name switch
                {
                    "GITHUB_ACTIONS" => "true",
                    "GITHUB_WORKSPACE" => folder["repo"],
                    "GITHUB_OUTPUT" => folder["output"],
                    "GITHUB_STEP_SUMMARY" => folder["summary"],
                    _ => null,
                }
            ),
            redactor,
            folder[assets],
            printed.Add
        );

    private CiReporter Azure() => new(CiCommands.Of(name => name == "TF_BUILD" ? "True" : null), redactor, folder.FullPath, printed.Add);

    /// <summary>As the runner reads the file.</summary>
    private static Dictionary<string, string> Outputs(string[] lines)
    {
        var outputs = new Dictionary<string, string>();
        for (var i = 0; i < lines.Length; i++)
        {
            var parts = lines[i].Split("<<", 2);
            var value = lines.Skip(i + 1).TakeWhile(line => line != parts[1]).ToList();
            outputs.Add(parts[0], string.Join('\n', value));
            i += value.Count + 1;
        }

        return outputs;
    }
}
