using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Layercake.Engine.Tests.Sealing;

/// <summary>Where the parts of an entry in the directory of a zip are.</summary>
internal static class DirectoryEntry
{
    public const uint Signature = 0x02014b50;
    public const int LengthAt = 24;
    public const int NameAt = 46;
}

/// <summary>Looks into the file of a sealed plan, and changes it as somebody else would.</summary>
internal static class PlanZip
{
    /// <summary>All that is in it, as one text.</summary>
    public static string Text(string path)
    {
        using var zip = ZipFile.OpenRead(path);
        return string.Join('\n', zip.Entries.Select(entry => $"{entry.FullName}\n{Encoding.UTF8.GetString(Bytes(entry))}"));
    }

    public static byte[] Document(string path)
    {
        using var zip = ZipFile.OpenRead(path);
        return Bytes(zip.GetEntry("plan.json")!);
    }

    public static void Change(string path, Action<ZipArchive> change)
    {
        using var zip = ZipFile.Open(path, ZipArchiveMode.Update);
        change(zip);
    }

    public static void Put(this ZipArchive zip, string name, string content, int attributes = 0)
    {
        var entry = zip.CreateEntry(name);
        entry.ExternalAttributes = attributes;
        using var stream = entry.Open();
        stream.Write(Encoding.UTF8.GetBytes(content));
    }

    /// <summary>Edits <c>plan.json</c> by text.</summary>
    public static void Edit(this ZipArchive zip, Func<string, string> edit)
    {
        var entry = zip.GetEntry("plan.json")!;
        var text = Encoding.UTF8.GetString(Bytes(entry));
        var edited = edit(text);
        Assert.NotEqual(text, edited);
        entry.Delete();
        zip.Put("plan.json", edited);
    }

    /// <summary>Makes the directory of the archive say another length of an entry than it has.</summary>
    public static void Claim(string path, string name, uint length)
    {
        var bytes = File.ReadAllBytes(path);
        var entry = bytes.AsSpan().LastIndexOf(Encoding.UTF8.GetBytes(name)) - DirectoryEntry.NameAt;
        Assert.Equal(DirectoryEntry.Signature, BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(entry)));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(entry + DirectoryEntry.LengthAt), length);
        File.WriteAllBytes(path, bytes);
    }

    private static byte[] Bytes(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }
}
