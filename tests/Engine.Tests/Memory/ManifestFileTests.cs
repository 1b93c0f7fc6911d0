using System.IO.Compression;
using System.Text;
using Layercake.Engine.Memory;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Memory;

public sealed class ManifestFileTests
{
    private const string Path = "/Shared/.layercake/default/test/manifest.json.gz";

    [Fact]
    public void What_is_written_is_read_back()
    {
        var entry = new ManifestEntry
        {
            Kind = "jobs",
            Name = "a",
            Id = "1",
            Declared = new JObject { ["name"] = "a" },
            Baseline = [],
            Etag = "7",
            Unread = true,
        };
        var manifest = Manifest.Empty.With([entry]) with
        {
            Commit = "abc",
            Creating = Manifest.Empty.Creating.Add("notebooks.b.py", new Creation { Nonce = new string('0', 32), Place = "/Shared/b" }),
            Announced = Manifest.Empty.Announced.Add("permissions.jobs.a", new JObject { ["access_control_list"] = new JObject() }),
            StopDue = ["clusters.c"],
        };

        var read = ManifestFile.Read(ManifestFile.Write(manifest), Path);

        Assert.Equal(("abc", "clusters.c"), (read.Commit, Assert.Single(read.StopDue)));
        Assert.Equal(manifest.Creating, read.Creating);
        Assert.True(JToken.DeepEquals(manifest.Announced["permissions.jobs.a"], read.Announced["permissions.jobs.a"]));
        Assert.True(read.Find("jobs.a")!.Unread);
        Assert.Equal("7", read.Find("jobs.a")!.Etag);
    }

    [Fact]
    public void The_first_format_is_read()
    {
        var read = ManifestFile.Read(Bytes(First()), Path);

        Assert.Equal(["clusters.etl", "jobs.nightly"], read.Entries.Keys);
        Assert.Equal(["jobs.late"], read.Creating.Keys);
        Assert.False(read.Find("jobs.nightly")!.Unread);
    }

    [Fact]
    public void Two_entries_of_the_first_format_for_one_object_become_one_that_is_ours()
    {
        var document = First();
        ((JArray)document["entries"]!).Add(Entry("notebooks", "b.py", "/Shared/b", adopted: false));
        ((JArray)document["entries"]!).Add(Entry("notebooks", "b.sql", "/Shared/b", adopted: true));

        var entry = Assert.Single(ManifestFile.Read(Bytes(document), Path).Entries.Values, entry => entry.Kind == "notebooks");

        Assert.Equal(("b.sql", false), (entry.Name, entry.Adopted));
    }

    [Fact]
    public void Two_entries_for_one_object_are_said_by_name()
    {
        var entry = new ManifestEntry
        {
            Kind = "jobs",
            Name = "a",
            Id = "1",
            Declared = [],
            Baseline = [],
        };
        var twice = Manifest.Empty with { Entries = Manifest.Empty.Entries.Add("jobs.a", entry).Add("jobs.b", entry with { Name = "b" }) };

        var error = Assert.Throws<ManifestException>(() => ManifestFile.Read(ManifestFile.Write(twice), Path));

        Assert.Contains("jobs.a and jobs.b are the same object 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_newer_format_is_refused_with_the_version_to_take()
    {
        var document = First();
        (document["format"], document["needs"]) = (3, "7.1.0");

        var refusal = Assert.Throws<ManifestException>(() => ManifestFile.Read(Bytes(document), Path));

        Assert.Contains("format 3", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Take version 7.1.0 or a later one", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>
    /// Each value in turn becomes something else: whatever was made of the file, it is said in words of ours, or it is no harm.
    /// </summary>
    [Fact]
    public void A_value_of_the_wrong_type_is_said_with_its_place()
    {
        JToken[] others =
        [
            JValue.CreateNull(),
            new JValue(7),
            new JValue("x"),
            new JValue(-1.5),
            new JArray(),
            new JObject(),
            new JArray(JValue.CreateNull()),
            new JArray(1),
        ];
        var count = First().Descendants().Count();
        for (var i = 0; i < count; i++)
            foreach (var other in others)
            {
                var document = First();
                if (
                    document.Descendants().ElementAt(i) is not JProperty property
                    || property.Path.Contains("declared.", StringComparison.Ordinal)
                )
                    continue;

                property.Value = other.DeepClone();
                if (Record.Exception(() => ManifestFile.Read(Bytes(document), Path)) is { } refusal)
                    Assert.StartsWith($"{Path} ", Assert.IsType<ManifestException>(refusal).Message, StringComparison.Ordinal);
            }
    }

    [Fact]
    public void Bytes_of_something_else_are_no_manifest()
    {
        var refusal = Assert.Throws<ManifestException>(() => ManifestFile.Read("hello"u8.ToArray(), Path));

        Assert.Contains("it cannot be read as compressed JSON", refusal.Message, StringComparison.Ordinal);
    }

    private static JObject First() =>
        new()
        {
            ["format"] = 1,
            ["commit"] = "abc",
            ["creating"] = new JArray("jobs.late"),
            ["stop_due"] = new JArray("clusters.etl"),
            ["entries"] = new JArray(Entry("clusters", "etl", "0301-1", adopted: false), Entry("jobs", "nightly", "12", adopted: true)),
        };

    private static JObject Entry(string kind, string name, string id, bool adopted) =>
        new()
        {
            ["kind"] = kind,
            ["name"] = name,
            ["id"] = id,
            ["adopted"] = adopted,
            ["declared"] = new JObject { ["name"] = name },
            ["baseline"] = new JObject { ["name"] = name },
            ["file"] = $"{kind}/{name}.json",
            ["secrets"] = new JObject { ["db"] = "vault/db/1" },
        };

    private static byte[] Bytes(JObject document)
    {
        using var bytes = new MemoryStream();
        using (var compressed = new GZipStream(bytes, CompressionLevel.Fastest))
            compressed.Write(Encoding.UTF8.GetBytes(document.ToString()));

        return bytes.ToArray();
    }
}
