using System.IO.Compression;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Memory;

/// <summary>The manifest as bytes: JSON in a stable order, compressed, since a workspace takes at most 10 MiB in one request.</summary>
internal static class ManifestFile
{
    private const int OldestFormat = 1;

    /// <summary>The first version that reads the current format; an older one refuses and names it.</summary>
    private const string Needs = "0.2.0";

    public static byte[] Write(Manifest manifest)
    {
        var document = new JObject
        {
            ["format"] = Manifest.CurrentFormat,
            ["needs"] = Needs,
            ["commit"] = manifest.Commit,
            ["creating"] = new JObject(manifest.Creating.Select(creation => new JProperty(creation.Key, Written(creation.Value)))),
            ["updating"] = new JArray(manifest.Updating),
            ["announced"] = new JObject(manifest.Announced.Select(part => new JProperty(part.Key, part.Value))),
            ["stop_due"] = new JArray(manifest.StopDue),
            ["entries"] = new JArray(manifest.Entries.Values.Select(Written)),
        };

        if (manifest.Approve is not null)
            document["approve"] = manifest.Approve;

        using var bytes = new MemoryStream();
        using (var compressed = new GZipStream(bytes, CompressionLevel.Fastest))
            compressed.Write(Encoding.UTF8.GetBytes(document.ToString(Formatting.None)));

        return bytes.ToArray();
    }

    /// <exception cref="ManifestException">The bytes are no manifest, or one of a newer version.</exception>
    public static Manifest Read(byte[] content, string path)
    {
        var document = new ManifestReader(Parse(content, path), path);
        var format = document.Number("format");
        if (format is < OldestFormat or > Manifest.CurrentFormat)
            throw ManifestException.Newer(path, format, document.TextOrNull("needs"));

        var entries = document.Required("entries").Select(Entry).ToList();
        if (format > 1 && entries.GroupBy(entry => (entry.Kind, entry.Id)).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw ManifestException.Damaged(
                path,
                $"{string.Join(" and ", twice.Select(entry => entry.Asset))} are the same object {twice.Key.Id}"
            );

        return new Manifest
        {
            Commit = document.TextOrNull("commit"),
            Approve = document.TextOrNull("approve"),
            Creating = Manifest.Empty.Creating.AddRange(
                format == 1 ? FirstFormat.Creating(document) : document.Members("creating").Select(Creating)
            ),
            Updating = [.. document.Names("updating")],
            Announced = Manifest.Empty.Announced.AddRange(document.Documents("announced")),
            StopDue = [.. document.Names("stop_due")],
            Entries = Manifest.Empty.Entries.SetItems(
                (format == 1 ? FirstFormat.OnePerObject(entries) : entries).Select(entry => KeyValuePair.Create(entry.Asset, entry))
            ),
        };
    }

    private static JObject Parse(byte[] content, string path)
    {
        try
        {
            using var compressed = new GZipStream(new MemoryStream(content), CompressionMode.Decompress);
            using var reader = new JsonTextReader(new StreamReader(compressed, Encoding.UTF8))
            {
                DateParseHandling = DateParseHandling.None,
                FloatParseHandling = FloatParseHandling.Decimal,
                MaxDepth = 512,
            };
            return JObject.Load(reader);
        }
        catch (Exception e) when (e is InvalidDataException or JsonException)
        {
            throw ManifestException.Damaged(path, "it cannot be read as compressed JSON", e);
        }
    }

    private static JObject Written(Creation creation)
    {
        var document = new JObject { ["nonce"] = creation.Nonce };
        if (creation.Place is not null)
            document["place"] = creation.Place;

        return document;
    }

    private static JObject Written(ManifestEntry entry)
    {
        var document = new JObject
        {
            ["kind"] = entry.Kind,
            ["name"] = entry.Name,
            ["id"] = entry.Id,
            ["adopted"] = entry.Adopted,
            ["declared"] = entry.Declared,
        };
        if (!entry.Unread)
            document["baseline"] = entry.Baseline;
        if (entry.File is not null)
            document["file"] = entry.File;
        if (entry.Etag is not null)
            document["etag"] = entry.Etag;
        if (entry.Secrets.Count > 0)
            document["secrets"] = new JObject(
                entry
                    .Secrets.OrderBy(secret => secret.Key, StringComparer.Ordinal)
                    .Select(secret => new JProperty(secret.Key, secret.Value))
            );

        return document;
    }

    private static KeyValuePair<string, Creation> Creating((string Name, ManifestReader Value) member) =>
        KeyValuePair.Create(member.Name, new Creation { Nonce = member.Value.Text("nonce"), Place = member.Value.TextOrNull("place") });

    private static ManifestEntry Entry(ManifestReader entry) =>
        new()
        {
            Kind = entry.Text("kind"),
            Name = entry.Text("name"),
            Id = entry.Text("id"),
            File = entry.TextOrNull("file"),
            Etag = entry.TextOrNull("etag"),
            Adopted = entry.Flag("adopted"),
            Declared = entry.Document("declared"),
            Baseline = entry.DocumentOrNull("baseline") ?? [],
            Unread = entry.DocumentOrNull("baseline") is null,
            Secrets = entry.Texts("secrets"),
        };

    /// <summary>What versions before 0.2.0 wrote.</summary>
    private static class FirstFormat
    {
        public static IEnumerable<KeyValuePair<string, Creation>> Creating(ManifestReader document) =>
            document.Names("creating").Select(asset => KeyValuePair.Create(asset, Creation.New(place: null)));

        /// <summary>
        /// A file under a new name for the same place had two entries, the later one "adopted" although the earlier one had made it.
        /// </summary>
        public static IEnumerable<ManifestEntry> OnePerObject(IEnumerable<ManifestEntry> entries) =>
            entries
                .GroupBy(entry => (entry.Kind, entry.Id))
                .Select(same => same.OrderBy(entry => entry.Adopted).Last() with { Adopted = same.All(entry => entry.Adopted) });
    }
}
