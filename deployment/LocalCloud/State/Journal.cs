using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.State;

/// <summary>An append-only file of changes, one JSON line each, so that a killed process loses nothing it has answered for.</summary>
public sealed class Journal : IDisposable
{
    private readonly Lock gate = new();
    private readonly FileStream file;

    private Journal(FileStream file) => this.file = file;

    /// <summary>How many changes it held when it was opened.</summary>
    public int Length { get; private init; }

    /// <summary>
    /// Reads what is there through <paramref name="load"/>, then opens the file for more; a line cut short by a kill is dropped.
    /// </summary>
    public static Journal Open(string path, Action<string, string, JObject?> load)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var file = OpenFile(path, FileMode.OpenOrCreate);
        var whole = 0L;
        var length = 0;
        using (var reader = new StreamReader(file, Encoding.UTF8, leaveOpen: true))
            while (reader.ReadLine() is { } line)
            {
                if (Read(line) is not var (table, key, document))
                    break;

                load(table, key, document);
                whole += Encoding.UTF8.GetByteCount(line) + 1;
                length++;
            }

        // A whole last line may lack its end, and what is written next must not continue it.
        var lacksEnd = whole > file.Length;
        file.SetLength(Math.Min(whole, file.Length));
        file.Seek(0, SeekOrigin.End);
        if (lacksEnd)
            file.Write("\n"u8);

        return new Journal(file) { Length = length };
    }

    /// <summary>
    /// Puts a journal of these documents alone in the place of the one at <paramref name="path"/>, which must not be open.
    /// </summary>
    public static void Rewrite(string path, IEnumerable<(string Table, string Key, JObject Document)> documents)
    {
        var aside = path + ".new";
        using (var journal = new Journal(OpenFile(aside, FileMode.Create)))
        {
            foreach (var (table, key, document) in documents)
                journal.Append(table, key, document);

            journal.file.Flush(flushToDisk: true);
        }

        File.Move(aside, path, overwrite: true);
    }

    public void Append(string table, string key, JObject? document)
    {
        var line = new JArray(table, key, document ?? (JToken)JValue.CreateNull()).ToString(Formatting.None) + "\n";
        lock (gate)
        {
            file.Write(Encoding.UTF8.GetBytes(line));
            file.Flush();
        }
    }

    public void Dispose() => file.Dispose();

    // It holds keys and the vault's secrets, so nobody else may read it.
    private static FileStream OpenFile(string path, FileMode mode)
    {
        var options = new FileStreamOptions
        {
            Mode = mode,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Read,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        return new FileStream(path, options);
    }

    private static (string Table, string Key, JObject? Document)? Read(string line)
    {
        try
        {
            // Deeper than any body may be: what is kept nests it in more.
            using var reader = new JsonTextReader(new StringReader(line)) { DateParseHandling = DateParseHandling.None, MaxDepth = 128 };
            var entry = JArray.Load(reader);
            return ((string)entry[0]!, (string)entry[1]!, entry[2] as JObject);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
