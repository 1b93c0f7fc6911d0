using System.Text;
using Build.WebPages;
using Layercake.Secrecy;
using Layercake.Testing;
using Layercake.Web.Runs;
using Newtonsoft.Json.Linq;

namespace Layercake.Build.Tests.WebPages;

/// <summary>What the page shows of the text of files.</summary>
public sealed class ShownTextsTests
{
    private const string Known = "canary-of-the-vault";
    private const string Token = "dapi0123456789abcdef0123456789abcdef";
    private const string Header = "# Databricks notebook source\n";

    [Fact]
    public void Secrets_are_blanked_and_characters_without_a_shape_are_shown()
    {
        var redactor = new Redactor();
        redactor.Register(Known);

        var shown = new ShownTexts(redactor).Of(Utf8($"a = '{Known}'\n"), Utf8($"b = '{Token}'\u202e\n"));

        Assert.Equal(new TextPair("a = '***'\n", "b = '***'\\u202e\n"), shown);
    }

    [Fact]
    public void What_is_no_text_or_too_large_is_not_shown()
    {
        var texts = new ShownTexts(new Redactor());

        Assert.Null(texts.Of(Utf8("a"), [0]));
        Assert.Null(texts.Of([0xFF, 0xFE], null));
        Assert.Null(texts.Of(new byte[2 * 1024 * 1024], null));
        Assert.Equal(new TextPair(null, "a"), texts.Of(null, Utf8("\uFEFFa")));
    }

    [Fact]
    public async Task The_text_of_a_notebook_is_read_in_the_workspace_and_that_of_an_export_is_as_it_was()
    {
        await using var cloud = await LocalCloudFixture.StartAsync();
        using var folder = new TempDirectory();
        folder.Write("assets/notebooks/a.py", $"{Header}one\n");
        await using var page = Page(cloud, folder);
        var planned = await page.RunAsync(RunTask.Validate, "workspace");
        Assert.Equal(
            new TextPair(null, $"{Header}one\n"),
            await page.ReadTextsAsync(RunTask.Validate, planned.Id, "notebooks.a.py", "notebooks/a.py")
        );
        await page.RunAsync(RunTask.Apply, "workspace", planned);
        folder.Write("assets/notebooks/a.py", $"{Header}two\n");

        await cloud.ForgetRequestsAsync();
        var (validated, end) = await page.RunAsync(RunTask.Validate, "workspace");
        var requests = (await cloud.RequestsAsync()).Count;
        var now = await page.ReadTextsAsync(RunTask.Validate, validated, "notebooks.a.py", "notebooks/a.py");

        var field = Assert.Single(Assert.Single(end.Changes).Fields);
        Assert.StartsWith("sha256:", (string?)field.New, StringComparison.Ordinal);
        Assert.Equal(("one", "two"), (Last(now?.Before), Last(now?.After)));
        Assert.Null(await page.ReadTextsAsync(RunTask.Validate, validated, "notebooks.../../secret", ""));

        var (compared, _) = await page.RunAsync(RunTask.Compare, "workspace");
        Assert.Equal($"{Header}two\n", await File.ReadAllTextAsync(folder["assets/notebooks/a.py"]));
        var (exported, _) = await page.RunAsync(RunTask.Export, "workspace");
        foreach (var (task, run) in new[] { (RunTask.Compare, compared), (RunTask.Export, exported) })
        {
            var before = await page.ReadTextsAsync(task, run, "notebooks.a.py", "notebooks/a.py");
            Assert.Equal(("two", "one"), (Last(before?.Before), Last(before?.After)));
            Assert.Null(await page.ReadTextsAsync(task, run, "", "../state/secret"));
        }

        Assert.InRange(requests, 1, 20);
    }

    private static string? Last(string? text) => text?.TrimEnd('\n').Split('\n')[^1];

    private static ServedPage Page(LocalCloudFixture cloud, TempDirectory folder) =>
        new(
            folder,
            new Dictionary<string, string>
            {
                ["DATABRICKS_HOST"] = cloud.Description.WorkspaceHttp,
                ["DATABRICKS_TOKEN"] = cloud.Description.Token,
            }
        );

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
