using System.IO.Compression;
using System.Text;
using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Fields;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Sealing;

/// <summary>A sealed plan whose archive holds exactly what it lists, with its contents in a folder that only this run may read.</summary>
public sealed class OpenedPlan : IDisposable
{
    /// <summary>A plan of 100,000 assets is smaller; what claims to be larger is there to fill the memory.</summary>
    private const long LargestDocument = 256L * 1024 * 1024;

    /// <summary>Deeper than a declaration may be, by what a plan puts around it.</summary>
    private const int DeepestLevel = StrictJsonReader.DeepestLevel + 5;

    private const int LinkType = 0b1010 << 12;

    private const int FileType = 0b1111 << 12;

    private readonly string folder;

    private OpenedPlan(SealedPlan sealedPlan, string id, string folder) => (Plan, Id, this.folder) = (sealedPlan, id, folder);

    public SealedPlan Plan { get; }

    /// <summary>64 hexadecimal digits.</summary>
    public string Id { get; }

    /// <param name="id">The id of the plan that was approved; null where nobody says it.</param>
    /// <exception cref="SealedPlanException">It is no plan, another plan, or not what was sealed.</exception>
    public static OpenedPlan Open(string path, string? id)
    {
        var folder = Directory.CreateTempSubdirectory("layercake-plan-").FullName;
        try
        {
            using var zip = ZipFile.OpenRead(path);
            return Open(zip, id, folder);
        }
        catch (Exception e)
        {
            Directory.Delete(folder, recursive: true);
            if (DiskErrors.Is(e))
                throw Unreadable($"it cannot be read as a sealed plan: {DiskErrors.Words(e, path)}.", e);

            throw;
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static OpenedPlan Open(ZipArchive zip, string? id, string folder)
    {
        var entries = Entries(zip);
        if (!entries.TryGetValue(SealedPlanFile.Document, out var entry))
            throw Unreadable($"it has no {SealedPlanFile.Document}.");

        var bytes = Read(entry);
        var read = SealedPlanFile.IdOf(bytes);
        if (id is not null && !string.Equals(id, read, StringComparison.OrdinalIgnoreCase))
            throw new SealedPlanException(
                SealedPlanException.Other,
                $"its id is {read}, and the plan that was approved has the id {id}. Apply the plan that was approved, or have this one "
                    + $"approved."
            );

        var plan = Parse(bytes, digest => Path.Combine(folder, SealedPlanFile.HexOf(digest)));
        Unpack(entries, plan);
        return new OpenedPlan(plan, read, folder);
    }

    private static Dictionary<string, ZipArchiveEntry> Entries(ZipArchive zip)
    {
        var entries = new Dictionary<string, ZipArchiveEntry>(StringComparer.Ordinal);
        foreach (var entry in zip.Entries)
        {
            if (((entry.ExternalAttributes >> 16) & FileType) == LinkType)
                throw Altered($"its entry {Shown(entry)} is a link.");
            if (!entries.TryAdd(entry.FullName, entry))
                throw Altered($"it has two entries {Shown(entry)}.");
        }

        return entries;
    }

    private static byte[] Read(ZipArchiveEntry entry)
    {
        if (entry.Length > LargestDocument)
            throw Altered($"its {entry.FullName} is larger than {LargestDocument >> 20} MiB.");

        using var stream = entry.Open();
        using var content = new MemoryStream();
        Copy(stream, content, entry.Length, entry.FullName);
        return content.ToArray();
    }

    private static SealedPlan Parse(byte[] bytes, Func<string, string> contents)
    {
        JObject document;
        try
        {
            document = JsonText.Parse(Encoding.UTF8.GetString(bytes), DeepestLevel);
        }
        catch (JsonProblem e)
        {
            throw Unreadable($"its {SealedPlanFile.Document} cannot be read: {e.Message}", e);
        }

        if (document["format"] is not JValue { Value: long format } || format != SealedPlan.CurrentFormat)
            throw Unreadable(
                $"it is of format {document["format"]?.ToString() ?? "(none)"}, and this version reads format {SealedPlan.CurrentFormat}."
            );
        if (!Encoding.UTF8.GetBytes(JsonValues.Canonical(document)).AsSpan().SequenceEqual(bytes))
            throw Altered($"its {SealedPlanFile.Document} is not in the form that it was written in.");

        try
        {
            return SealedPlanDocument.Read(document, contents);
        }
        catch (FormatException e)
        {
            throw Unreadable($"its {SealedPlanFile.Document} is not that of a plan: {e.Message}", e);
        }
    }

    /// <summary>Each listed content, and nothing else, is in the archive and has the digest that the plan says.</summary>
    private static void Unpack(Dictionary<string, ZipArchiveEntry> entries, SealedPlan plan)
    {
        var listed = plan.Declarations.Where(entry => entry.Data is not null).DistinctBy(entry => entry.Data).ToList();
        var names = listed.Select(entry => SealedPlanFile.EntryOf(entry.Data!)).Append(SealedPlanFile.Document).ToHashSet();
        if (entries.Keys.FirstOrDefault(name => !names.Contains(name)) is { } other)
            throw Altered($"it holds {Shown(entries[other])}, which the plan does not list.");

        foreach (var (declaration, data) in listed)
        {
            if (!entries.TryGetValue(SealedPlanFile.EntryOf(data!), out var entry))
                throw Altered($"the content of {declaration.File} is missing.");
            if (Unpack(entry, declaration.FullPath) != data)
                throw Altered($"the content of {declaration.File} is not the one that was planned.");
        }
    }

    private static string Unpack(ZipArchiveEntry entry, string path)
    {
        using var stream = entry.Open();
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite);
        Copy(stream, file, entry.Length, entry.FullName);
        file.Position = 0;
        return LocalFile.Hash(file);
    }

    /// <summary>An archive may say less than it unpacks to.</summary>
    private static void Copy(Stream from, Stream to, long length, string name)
    {
        var buffer = new byte[81920];
        long copied = 0;
        for (int read; (read = from.Read(buffer)) > 0; to.Write(buffer, 0, read))
            if ((copied += read) > length)
                throw Altered($"its entry {name} unpacks to more than it says.");
    }

    private static string Shown(ZipArchiveEntry entry) => entry.FullName.Length > 100 ? entry.FullName[..100] + "…" : entry.FullName;

    private static SealedPlanException Unreadable(string what, Exception? inner = null) =>
        new(SealedPlanException.Unreadable, $"{what} Make one with --target=Plan --out=FILE.", inner);

    private static SealedPlanException Altered(string what) =>
        new(SealedPlanException.Altered, $"{what} It was changed after it was made: plan again, and find out who changed it.");
}
