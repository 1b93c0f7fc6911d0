using System.Collections.Immutable;
using System.Text;
using Layercake.Engine.Declarations;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Exporting;

/// <summary>
/// Which files of a folder an export wrote, from which environment and with which content. It belongs into Git beside them: an export
/// removes only files that are in it.
/// </summary>
internal sealed record ExportIndex
{
    public const string File = ".layercake-export.json";

    private const int Format = 1;

    /// <summary>By file.</summary>
    public ImmutableSortedDictionary<string, IndexEntry> Entries { get; init; } =
        ImmutableSortedDictionary.Create<string, IndexEntry>(StringComparer.Ordinal);

    /// <summary>Null, with a finding, when the file exists and cannot be read. Empty when there is no file.</summary>
    public static ExportIndex? Load(AssetsFolder assets, ICollection<Finding> findings)
    {
        var path = Path.Combine(assets.Root, File);
        if (!System.IO.File.Exists(path))
            return new ExportIndex();

        var unreadable = findings.Count;
        if (JsonText.Load(path, File, findings) is { } document && Read(document) is { } index)
            return index;
        if (findings.Count == unreadable)
            findings.Add(
                new Finding
                {
                    Severity = Severity.Error,
                    Code = "EXP008",
                    File = File,
                    Message =
                        $"This is not what an export of this version writes: format {Format}, and for each file kind, name, "
                        + $"environment and content. Restore it from Git, or delete it; without it no file is removed.",
                }
            );

        return null;
    }

    public byte[] Bytes() =>
        Encoding.UTF8.GetBytes(
            JsonLayout.Text(
                new JObject
                {
                    ["format"] = Format,
                    ["files"] = new JObject(
                        Entries.Select(entry => new JProperty(
                            entry.Key,
                            new JObject
                            {
                                ["kind"] = entry.Value.Kind,
                                ["name"] = entry.Value.Name,
                                ["environment"] = entry.Value.Environment,
                                ["workspace"] = entry.Value.Workspace,
                                ["content"] = entry.Value.Content,
                            }
                        ))
                    ),
                }
            )
        );

    /// <summary>Whether an export wrote the file and it was not edited since.</summary>
    public bool IsAsWritten(string file, byte[] content) => Entries.TryGetValue(file, out var entry) && entry.Content == Digest(content);

    /// <summary>Ignores the difference of line ends, since Git may change them when it checks a file out.</summary>
    public static string Digest(byte[] content) =>
        ContentDigest.Of(
            Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(content).Replace("\r\n", "\n", StringComparison.Ordinal))
        );

    private static ExportIndex? Read(JObject document)
    {
        if (document["format"] is not JValue { Value: (long)Format } || document["files"] is not JObject files)
            return null;

        var entries = files.Properties().Select(file => (file.Name, Entry: Entry(file.Value))).ToList();
        return entries.Exists(entry => entry.Entry is null)
            ? null
            : new ExportIndex
            {
                Entries = new ExportIndex().Entries.AddRange(entries.Select(entry => KeyValuePair.Create(entry.Name, entry.Entry!))),
            };
    }

    private static IndexEntry? Entry(JToken entry) =>
        entry is JObject { } file
        && file["kind"] is JValue { Value: string kind }
        && file["name"] is JValue { Value: string name }
        && file["environment"] is JValue { Value: string environment }
        && file["content"] is JValue { Value: string content }
            ? new IndexEntry(kind, name, environment, (file["workspace"] as JValue)?.Value as string, content)
            : null;
}

/// <param name="Environment">The file's object is expected only there.</param>
/// <param name="Workspace">The number of the workspace that the environment named then; null where it was not known.</param>
/// <param name="Content">Digest of what was written. A file with another digest was edited and is not removed.</param>
internal sealed record IndexEntry(string Kind, string Name, string Environment, string? Workspace, string Content);
