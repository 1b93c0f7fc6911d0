using System.Net;
using System.Security.Cryptography;
using System.Text;
using Layercake.Engine.Planning;
using Layercake.Secrecy;
using Newtonsoft.Json.Linq;

namespace Layercake.Build.Tests.Reports;

/// <summary>What <c>ShowPlan --output</c> prints of a sealed plan.</summary>
public sealed class PrintedPlanTests
{
    private const string Classes = "[\"delete:*\"]";

    public static TheoryData<string> Pages => ["markdown", "html"];

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_says_what_whoever_approves_the_plan_has_to_know(string form)
    {
        using var plan = new SamplePlan(Classes, SamplePlan.Deletion("old"), SamplePlan.Update("nightly", "before", "after"), LeftRunning);

        var page = WebUtility.HtmlDecode(plan.Printed(form));

        foreach (
            var said in new[]
            {
                plan.Id,
                "ShowPlan · prod",
                "https://adb-1.azuredatabricks.net",
                "0123456789",
                "Made 2026-11-21 08:30 UTC by version 1.2.3, to be applied by deployer@\u200bexample.com.",
                "It may be applied until 2026-11-22 08:30 UTC.",
                "In CI a person has to approve this: delete:* (jobs.old).",
                "What is stopped",
                "clusters.etl",
                "an earlier deployment left it running",
                "1</b> to update",
                "1</b> to delete",
                "jobs.old",
                "before",
                "after",
            }
        )
            Assert.Contains(Plain(said, form), page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Classes, "In CI nobody has to approve this: none of its changes is in a class of approve, which is [\"delete:*\"].")]
    [InlineData(null, "In CI a person has to approve this: approve is not set, so every plan needs a person.")]
    public void A_plan_says_why_a_person_has_to_approve_it_or_not(string? approve, string said)
    {
        using var plan = new SamplePlan(approve, SamplePlan.Update("nightly", "before", "after"));

        Assert.Contains($"- {said}\n", WebUtility.HtmlDecode(plan.Printed("markdown")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("jobs", "It writes nothing, so nobody has to approve it.")]
    [InlineData("clusters", "It only stops what an earlier deployment left running, so nobody has to approve it.")]
    public void A_plan_that_changes_nothing_needs_nobody(string kind, string said)
    {
        using var plan = new SamplePlan(Classes, SampleReport.Change(kind, "nightly", ChangeAction.None));

        Assert.Contains($"- {said}\n", plan.Printed("markdown"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Names_and_values_of_the_workspace_are_only_text(string form)
    {
        using var plan = new SamplePlan(
            Classes,
            SamplePlan.Deletion(SamplePlan.Hostile),
            SamplePlan.Update($"x {SamplePlan.Hostile}", SamplePlan.Hostile, "after")
        );

        var page = plan.Printed(form);

        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        if (form == "markdown")
        {
            foreach (var mark in new[] { "`c`", "a|b", "@everyone", "##vso[", "##[" })
                Assert.DoesNotContain(mark, page, StringComparison.Ordinal);
            Assert.All(page.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)), row => Assert.Equal(4, Bars(row)));
        }
    }

    [Fact]
    public void A_page_does_not_name_files_that_are_not_there()
    {
        using var plan = new SamplePlan(
            null,
            [.. Enumerable.Range(0, 3000).Select(i => SampleReport.Change("jobs", $"a-job-with-a-long-name-{i}", ChangeAction.Create))]
        );

        Assert.DoesNotContain("report.json", plan.Printed("html"), StringComparison.Ordinal);
        Assert.Contains("*The rest is left out here; --output=html shows all of it.*", plan.Printed("markdown"), StringComparison.Ordinal);
    }

    [Fact]
    public void Json_is_the_document_with_its_texts_and_without_what_looks_like_a_secret_or_a_command()
    {
        using var plan = new SamplePlan(Classes, SamplePlan.Deletion(SamplePlan.Hostile));

        var printed = plan.Printed("json");

        Assert.DoesNotContain("hunter2", printed, StringComparison.Ordinal);
        Assert.DoesNotContain("##vso[", printed, StringComparison.Ordinal);
        Assert.DoesNotContain("##[", printed, StringComparison.Ordinal);
        var read = JObject.Parse(printed);
        Assert.Equal(SamplePlan.Hostile, (string?)read["changes"]![0]!["name"]);
        Assert.Equal($"Password={Redactor.Blank}", (string?)read["declarations"]![0]!["content"]!["description"]);
        Assert.Equal("deployer@example.com", (string?)read["applied_by"]);
    }

    [Fact]
    public async Task The_host_prints_the_document_and_nothing_else_and_its_digest_is_the_id()
    {
        using var plan = new SamplePlan(declared: "Loads the orders.");

        var (exitCode, output, errors) = await HostProcess.RunAsync("--target=ShowPlan", $"--plan={plan.File}", "--output=json");

        Assert.Equal(0, exitCode);
        Assert.Empty(errors);
        Assert.Equal(plan.Id, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(output))));
    }

    private static Change LeftRunning => SampleReport.Change("clusters", "etl", ChangeAction.None);

    private static int Bars(string row) => row.Count(letter => letter == '|');

    /// <summary>As the form has it: Markdown keeps mentions apart and counts in its own words.</summary>
    private static string Plain(string said, string form) =>
        form == "html" ? said.Replace("\u200b", "", StringComparison.Ordinal) : said.Replace("1</b> ", "1 ", StringComparison.Ordinal);
}
