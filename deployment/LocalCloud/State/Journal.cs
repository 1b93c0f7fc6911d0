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

    /// <summary>Reads what is there through <paramref name="load"/>, then opens the file for more; a line cut short by a kill is dropped.</summary>
    public static Journal Open(string path, Action<string, string, JObject?> load)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.Read };

        // It holds keys and secrets of the vault.
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        var file = new FileStream(path, options);
        var whole = 0L;
        using (var reader = new StreamReader(file, Encoding.UTF8, leaveOpen: true))
            while (reader.ReadLine() is { } line)
            {
                if (Read(line) is not var (table, key, document))
                    break;

                load(table, key, document);
                whole += Encoding.UTF8.GetByteCount(line) + 1;
            }

        file.SetLength(Math.Min(whole, file.Length));
        file.Seek(0, SeekOrigin.End);
        return new Journal(file);
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

    private static (string Table, string Key, JObject? Document)? Read(string line)
    {
        try
        {
            using var reader = new JsonTextReader(new StringReader(line)) { DateParseHandling = DateParseHandling.None };
            var entry = JArray.Load(reader);
            return ((string)entry[0]!, (string)entry[1]!, entry[2] as JObject);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
