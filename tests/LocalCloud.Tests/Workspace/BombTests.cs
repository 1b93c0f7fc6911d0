using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Layercake.LocalCloud.Apis.Lakeview;
using Layercake.LocalCloud.Apis.Workspace;
using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.Workspace;

/// <summary>Small inputs that would become large ones are refused, and nothing of them is kept. The limits are this cloud's own.</summary>
public sealed class BombTests
{
    private static readonly byte[] zeros = new byte[1024 * 1024];

    private readonly WorkspaceCalls calls = new((state, tree) => [new WorkspaceEndpoints(tree), new LakeviewEndpoints(state, tree)]);

    /// <summary>Archives of less than the 10 MiB that an import takes, and why each is refused.</summary>
    public static TheoryData<string, string> Archives =>
        new()
        {
            { "one file of 129 MiB", "It unpacks to more than 134217728 bytes, with big.py." },
            { "three files of 50 MiB", "It unpacks to more than 134217728 bytes, with 2.py." },
            { "10001 files", "It has more than 10000 files and folders, with /10000.py." },
            { "folders below folders", "It has more than 10000 files and folders, with " },
            { "a long path", "It has a path of more than 4096 characters." },
        };

    [Theory]
    [MemberData(nameof(Archives))]
    public void An_archive_that_would_become_large_is_refused(string archive, string because)
    {
        var bytes = Archive(archive);
        Assert.InRange(bytes.Length, 1, 10 * 1024 * 1024);

        var refusal = Assert.Throws<ApiError>(() =>
            calls.Form("/api/2.0/workspace/import", [("path", "/Shared/bomb"), ("format", "DBC")], ("content", bytes))
        );

        Assert.Equal(400, refusal.Status);
        Assert.Contains(because, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(404, calls.Refusal("GET", "/api/2.0/workspace/get-status?path=/Shared/bomb").Status);
    }

    [Fact]
    public void An_archive_that_says_it_is_large_is_refused_unread()
    {
        var bytes = Archive("one small file");
        SayLength(bytes, int.MaxValue);

        var refusal = Assert.Throws<ApiError>(() =>
            calls.Form("/api/2.0/workspace/import", [("path", "/Shared/bomb"), ("format", "DBC")], ("content", bytes))
        );

        Assert.Contains("It unpacks to more than 134217728 bytes", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_file_that_says_it_is_smaller_no_more_is_read()
    {
        var bytes = Zip(("big.txt", 129));
        SayLength(bytes, 10);

        calls.Form("/api/2.0/workspace/import", [("path", "/Shared/bomb"), ("format", "DBC")], ("content", bytes));

        Assert.Equal(10, (int)calls.Get("/api/2.0/workspace/get-status?path=/Shared/bomb")["size"]!);
    }

    [Fact]
    public void A_path_of_too_many_folders_is_refused() =>
        Assert.Equal(
            400,
            calls.Refusal("POST", "/api/2.0/workspace/mkdirs", $$"""{"path":"/Shared{{Repeated("/a", 3000)}}"}""").Status
        );

    [Theory]
    [InlineData(48, true)]
    [InlineData(49, false)]
    public async Task A_body_may_be_48_deep(int depth, bool isTaken)
    {
        var body = ReceivedBody.Of(Encoding.UTF8.GetBytes(Nested(depth)));
        if (isTaken)
            Assert.NotEmpty((await BodyReader.ReadAsync(body, "application/json", CancellationToken.None)).Parameters);
        else
            Assert.Equal(
                "400 MALFORMED_REQUEST",
                WorkspaceCalls.Code(
                    await Assert.ThrowsAsync<ApiError>(() => BodyReader.ReadAsync(body, "application/json", CancellationToken.None))
                )
            );
    }

    [Fact]
    public void So_may_the_documents_in_a_body()
    {
        var notebook = $$"""{"cells":[],"metadata":{{Nested(48)}}}""";
        var import = new JObject
        {
            ["path"] = "/Shared/n",
            ["format"] = "JUPYTER",
            ["content"] = WorkspaceCalls.Encode(notebook),
        };
        var dashboard = new JObject { ["display_name"] = "d", ["serialized_dashboard"] = Nested(49) };

        Assert.Equal(400, calls.Refusal("POST", "/api/2.0/workspace/import", import.ToString()).Status);
        Assert.Equal(400, calls.Refusal("POST", "/api/2.0/lakeview/dashboards", dashboard.ToString()).Status);
    }

    private static byte[] Archive(string what) =>
        what switch
        {
            "one file of 129 MiB" => Zip(("big.py", 129)),
            "three files of 50 MiB" => Zip(("0.py", 50), ("1.py", 50), ("2.py", 50)),
            "10001 files" => Zip([.. Enumerable.Range(0, 10_001).Select(number => ($"{number}.py", 0))]),
            "folders below folders" => Zip([.. Enumerable.Range(0, 6).Select(number => ($"{number}{Repeated("/a", 2000)}", 0))]),
            "a long path" => Zip((Repeated("a", 5000), 0)),
            _ => Zip(("small.py", 0)),
        };

    private static byte[] Zip(params (string Name, int Mebibytes)[] files)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, mebibytes) in files)
            {
                using var entry = archive.CreateEntry(name, CompressionLevel.Fastest).Open();
                for (var i = 0; i < mebibytes; i++)
                    entry.Write(zeros);
            }

        return bytes.ToArray();
    }

    /// <summary>Writes the length of the only file into the directory at the archive's end, where readers look.</summary>
    private static void SayLength(byte[] archive, int length)
    {
        var directory = archive.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        BinaryPrimitives.WriteInt32LittleEndian(archive.AsSpan(directory + 24), length);
    }

    /// <summary>JSON objects in each other.</summary>
    private static string Nested(int depth) => Repeated("{\"a\":", depth - 1) + "{}" + Repeated("}", depth - 1);

    private static string Repeated(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}
