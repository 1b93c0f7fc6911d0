using System.IO.Compression;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Memory;

/// <summary>The manifest as bytes: JSON in a stable order, compressed, since a workspace takes at most 10 MiB in one request.</summary>
internal static class ManifestFile
{
    public static byte[] Write(Manifest manifest)
    {
        var document = new JObject
        {
            ["format"] = Manifest.CurrentFormat,
            ["commit"] = manifest.Commit,
            ["creating"] = new JArray(manifest.Creating),
            ["stop_due"] = new JArray(manifest.StopDue),
            ["entries"] = new JArray(manifest.Entries.Values.Select(Entry)),
        };

        using var bytes = new MemoryStream();
        using (var compressed = new GZipStream(bytes, CompressionLevel.Fastest))
            compressed.Write(Encoding.UTF8.GetBytes(document.ToString(Formatting.None)));

        return bytes.ToArray();
    }

    /// <exception cref="ManifestException">The bytes are no manifest, or one of a newer version.</exception>
    public static Manifest Read(byte[] content, string path)
    {
        var document = Parse(content, path);
        if ((int?)document["format"] is not Manifest.CurrentFormat)
            throw new ManifestException($"{path} was written by a newer version of this tool (format {document["format"]}). Update the tool before deploying to this environment.");

        return new Manifest
        {
            Commit = (string?)document["commit"],
            Creating = [.. Names(document["creating"])],
            StopDue = [.. Names(document["stop_due"])],
            Entries = Manifest.Empty.Entries.AddRange(document["entries"]!.Select(entry => Entry((JObject)entry)).Select(entry => KeyValuePair.Create(entry.Asset, entry))),
        };
    }

    private static JObject Parse(byte[] content, string path)
    {
        try
        {
            using var compressed = new GZipStream(new MemoryStream(content), CompressionMode.Decompress);
            using var reader = new JsonTextReader(new StreamReader(compressed, Encoding.UTF8)) { DateParseHandling = DateParseHandling.None, FloatParseHandling = FloatParseHandling.Decimal, MaxDepth = 512 };
            return JObject.Load(reader);
        }
        catch (Exception e) when (e is InvalidDataException or JsonException)
        {
            throw new ManifestException(
                $"{path} is not a manifest that this tool wrote; it was changed or damaged. Delete it in the workspace: the next deployment finds the objects again by name.", e);
        }
    }

    private static JObject Entry(ManifestEntry entry)
    {
        var document = Bare(entry);
        if (entry.File is not null)
            document["file"] = entry.File;

        if (entry.Secrets.Count > 0)
            document["secrets"] = new JObject(entry.Secrets.OrderBy(secret => secret.Key, StringComparer.Ordinal).Select(secret => new JProperty(secret.Key, secret.Value)));

        return document;
    }

    private static JObject Bare(ManifestEntry entry) => new()
    {
        ["kind"] = entry.Kind,
        ["name"] = entry.Name,
        ["id"] = entry.Id,
        ["adopted"] = entry.Adopted,
        ["declared"] = entry.Declared,
        ["baseline"] = entry.Baseline,
    };

    private static ManifestEntry Entry(JObject entry) => new()
    {
        Kind = (string)entry["kind"]!,
        Name = (string)entry["name"]!,
        Id = (string)entry["id"]!,
        File = (string?)entry["file"],
        Adopted = (bool?)entry["adopted"] ?? false,
        Declared = (JObject)entry["declared"]!,
        Baseline = (JObject)entry["baseline"]!,
        Secrets = (entry["secrets"] as JObject)?.Properties().ToDictionary(secret => secret.Name, secret => (string)secret.Value!) ?? [],
    };

    private static IEnumerable<string> Names(JToken? list) => list?.Select(name => (string)name!) ?? [];
}

/// <summary>The manifest cannot be used; the message says what to do.</summary>
public sealed class ManifestException(string message, Exception? inner = null) : Exception(message, inner);
