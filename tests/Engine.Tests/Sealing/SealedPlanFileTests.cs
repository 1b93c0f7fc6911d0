using System.IO.Compression;
using System.Security.Cryptography;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Sealing;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Sealing;

/// <summary>A plan that was changed after it was made is refused, whatever was changed in its file.</summary>
public sealed class SealedPlanFileTests : SealedTests
{
    private string id = "";

    protected override async Task PrepareAsync()
    {
        Workspace
            .With("notebooks/load.py", Samples.Notebook())
            .With("clusters/etl.json", Samples.Cluster("etl"))
            .With("jobs/nightly.json", Samples.Job("nightly"));
        id = await Release.SealAsync();
    }

    [Fact]
    public void The_id_is_the_SHA_256_of_the_document_in_the_archive() =>
        Assert.Equal(id, Convert.ToHexStringLower(SHA256.HashData(PlanZip.Document(Release.File))));

    [Fact]
    public void The_approved_id_opens_it_in_any_case()
    {
        using var opened = OpenedPlan.Open(Release.File, id.ToUpperInvariant());

        Assert.Equal(id, opened.Id);
    }

    [Fact]
    public void A_plan_that_is_only_shown_is_checked_and_not_unpacked()
    {
        using var shown = OpenedPlan.Open(Release.File, id, unpack: false);
        Assert.DoesNotContain(shown.Plan.Declarations, entry => entry.Data is not null && File.Exists(entry.Declaration.FullPath));

        PlanZip.Change(Release.File, zip => Change(zip, "a content"));
        Assert.Throws<SealedPlanException>(() => OpenedPlan.Open(Release.File, id, unpack: false));
    }

    [Fact]
    public void Only_the_owner_may_read_the_file()
    {
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Release.File));
    }

    [Fact]
    public void Another_plan_than_the_approved_one_is_refused_by_its_id()
    {
        PlanZip.Change(Release.File, zip => zip.Edit(text => text.Replace("D4ds_v5", "D8ds_v5", StringComparison.Ordinal)));

        var refused = Assert.Throws<SealedPlanException>(() => OpenedPlan.Open(Release.File, id));

        Assert.Equal(SealedPlanException.Other, refused.Code);
        Assert.Contains($"the plan that was approved has the id {id}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_whole_plan_that_is_not_the_approved_one_is_refused_by_its_id()
    {
        using var other = new SealedWorkspace(Workspace.With("clusters/more.json", Samples.Cluster("more")));
        var otherId = await other.SealAsync();

        Assert.Equal(SealedPlanException.Other, Assert.Throws<SealedPlanException>(() => OpenedPlan.Open(other.File, id)).Code);
        OpenedPlan.Open(other.File, otherId).Dispose();
    }

    [Theory]
    [InlineData("plan.json", uint.MaxValue - 1, "its entry plan.json is larger than 256 MiB")]
    [InlineData("contents/", uint.MaxValue - 1, "is larger than 450 MiB")]
    [InlineData("contents/", 1, "the content of notebooks/load.py is not the one that was planned")]
    public void An_entry_that_says_another_length_than_it_has_fills_neither_memory_nor_disk(string entry, uint length, string said)
    {
        PlanZip.Claim(Release.File, entry, length);

        var refused = Assert.Throws<SealedPlanException>(() => OpenedPlan.Open(Release.File, id));

        Assert.Equal(SealedPlanException.Altered, refused.Code);
        Assert.Contains(said, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("changes", "clusters.etl")]
    [InlineData("declarations", "clusters.etl")]
    [InlineData("names", "clusters.etl")]
    public void What_is_listed_twice_makes_it_no_plan(string member, string asset)
    {
        PlanZip.Change(
            Release.File,
            zip =>
                zip.Edit(text =>
                {
                    var document = JObject.Parse(text);
                    document[member]![0]!.AddAfterSelf(document[member]![0]!.DeepClone());
                    return JsonValues.Canonical(document);
                })
        );

        var refused = Assert.Throws<SealedPlanException>(() => OpenedPlan.Open(Release.File, id: null));

        Assert.Equal(SealedPlanException.Unreadable, refused.Code);
        Assert.Contains($"{member} has {asset} twice", refused.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, string> Changes =>
        new()
        {
            { "a link", "is a link" },
            { "a file more", "holds extra.txt, which the plan does not list" },
            { "a path out of it", "holds contents/../../evil, which the plan does not list" },
            { "an entry twice", "has two entries plan.json" },
            { "a space", "is not in the form that it was written in" },
            { "a content", "the content of notebooks/load.py is not the one that was planned" },
            { "no content", "the content of notebooks/load.py is missing" },
        };

    [Theory]
    [MemberData(nameof(Changes))]
    public void What_is_not_as_the_plan_lists_it_is_refused_also_without_an_id(string what, string said)
    {
        PlanZip.Change(Release.File, zip => Change(zip, what));

        var refused = Assert.Throws<SealedPlanException>(() => OpenedPlan.Open(Release.File, id: null));

        Assert.Equal(SealedPlanException.Altered, refused.Code);
        Assert.Contains(said, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"format\":1", "\"format\":2", "it is of format 2, and this version reads format 1")]
    [InlineData("\"action\":\"create\"", "\"action\":\"7\"", "changes[0].action is 7, which is no action")]
    [InlineData("\"action\":\"create\"", "\"action\":\"none, create\"", "which is no action")]
    [InlineData("\"applied_by\":", "\"applied_bx\":", "applied_by is no text")]
    [InlineData("\"data\":\"sha256:", "\"data\":\"sha256:../../", "is no digest")]
    [InlineData("\"tool\":\"1.2.3\"", "\"tool\":\"1.2.3\",", "its plan.json cannot be read")]
    public void A_document_that_is_none_of_a_plan_is_said_to_be_so(string before, string after, string said)
    {
        PlanZip.Change(Release.File, zip => zip.Edit(text => text.Replace(before, after, StringComparison.Ordinal)));

        var refused = Assert.Throws<SealedPlanException>(() => OpenedPlan.Open(Release.File, id: null));

        Assert.Equal(SealedPlanException.Unreadable, refused.Code);
        Assert.Contains(said, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_archive_is_said_to_be_none()
    {
        File.WriteAllText(Release.File, "no zip");

        var refused = Assert.Throws<SealedPlanException>(() => OpenedPlan.Open(Release.File, id: null));

        Assert.Equal(SealedPlanException.Unreadable, refused.Code);
    }

    [Fact]
    public async Task A_file_that_changes_while_the_plan_is_written_is_not_sealed()
    {
        var session = Workspace.Session();
        var planned = await Workspace.TryPlanAsync(session);
        var declared = Workspace.Read();
        var made = (await session.SealAsync(planned, declared, new PlanRequest(), null, CancellationToken.None)).Plan!;
        Workspace.With("notebooks/load.py", "# other\n");

        var failed = Assert.Throws<IOException>(() => SealedPlanFile.Write(made, Release.File, Workspace.Redactor));

        Assert.Equal("notebooks/load.py was changed after it was read. Plan again.", failed.Message);
        Assert.Equal(id, Convert.ToHexStringLower(SHA256.HashData(PlanZip.Document(Release.File))));
    }

    private static void Change(ZipArchive zip, string what)
    {
        var content = zip.Entries.First(entry => entry.FullName.StartsWith("contents/", StringComparison.Ordinal));
        switch (what)
        {
            case "a link":
                zip.Put("link", "/etc/passwd", attributes: unchecked((int)0xA1FF0000));
                break;
            case "a file more":
                zip.Put("extra.txt", "x");
                break;
            case "a path out of it":
                zip.Put("contents/../../evil", "x");
                break;
            case "an entry twice":
                zip.Put("plan.json", "{}");
                break;
            case "a space":
                zip.Edit(text => text.Replace("\"tool\":", "\"tool\": ", StringComparison.Ordinal));
                break;
            case "a content":
                var name = content.FullName;
                content.Delete();
                zip.Put(name, "# other\n");
                break;
            default:
                content.Delete();
                break;
        }
    }
}
