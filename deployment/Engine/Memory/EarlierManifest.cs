using System.IO.Compression;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Memory;

/// <summary>
/// What is left in the place where earlier versions of this tool kept the manifest: something that they refuse, saying that a newer version
/// was here.
/// They would otherwise deploy by what they remember from before, or by names alone.
/// </summary>
internal static class EarlierManifest
{
    // Any number but 1 is "written by a newer version of this tool" to those that read this file.
    private const int Format = 2;

    public static byte[] Notice()
    {
        var document = new JObject
        {
            ["format"] = Format,
            ["moved"] = true,
            ["note"] = "The record is in manifest-N.json.gz, the highest N.",
        };
        using var bytes = new MemoryStream();
        using (var compressed = new GZipStream(bytes, CompressionLevel.Fastest))
            compressed.Write(Encoding.UTF8.GetBytes(document.ToString(Formatting.None)));

        return bytes.ToArray();
    }

    public static bool IsNotice(byte[] content)
    {
        // A notice is short, and a manifest may be large.
        if (content.Length > 1000)
            return false;

        try
        {
            using var compressed = new GZipStream(new MemoryStream(content), CompressionMode.Decompress);
            using var reader = new JsonTextReader(new StreamReader(compressed, Encoding.UTF8));
            return JObject.Load(reader)["moved"] is JValue { Value: true };
        }
        catch (Exception e) when (e is InvalidDataException or JsonException)
        {
            return false;
        }
    }
}
