using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Http;

/// <summary>Turns a body into parameters and parts, going by what it holds rather than by what its content type claims.</summary>
internal static class BodyReader
{
    private static readonly string[] ContentNames = ["content", "contents", "file"];

    /// <summary>Of a field in a form, in bytes.</summary>
    public const int LongestText = 1024 * 1024;

    /// <exception cref="ApiError">400 MALFORMED_REQUEST when it starts like JSON and is none.</exception>
    public static async Task<(JObject Parameters, IReadOnlyDictionary<string, BodyPart> Parts)> ReadAsync(
        ReceivedBody body,
        string contentType,
        CancellationToken ct
    )
    {
        if (ReceivedBody.IsForm(contentType))
            return await ReadMultipartAsync(body, MediaTypeHeaderValue.Parse(contentType), ct);

        return (ReadDocument(body.ToArray(), contentType), new Dictionary<string, BodyPart>());
    }

    /// <summary>Query parameters join those of the body, which win; a repeated name becomes a list.</summary>
    public static void Merge(JObject parameters, IReadOnlyList<KeyValuePair<string, string>> query)
    {
        foreach (var group in query.GroupBy(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal))
            if (!parameters.ContainsKey(group.Key))
                parameters[group.Key] = group.Count() == 1 ? group.First() : new JArray(group);
    }

    private static JObject ReadDocument(byte[] body, string contentType)
    {
        var start = body.AsSpan().IndexOfAnyExcept(" \t\r\n\uFEFF"u8);
        if (start < 0)
            return [];

        // curl -d sends JSON under the form's content type; a form cannot start with a brace.
        if (
            contentType.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase)
            && body[start] is not ((byte)'{' or (byte)'[')
        )
        {
            var form = new JObject();
            Merge(form, Target.Pairs(Encoding.UTF8.GetString(body)));
            return form;
        }

        var bytesAreMeant =
            contentType.StartsWith("application/octet-stream", StringComparison.OrdinalIgnoreCase) && body[start] != (byte)'{';
        return bytesAreMeant ? [] : ReadJson(body);
    }

    private static JObject ReadJson(byte[] body)
    {
        try
        {
            using var reader = Json.Reader(new StreamReader(new MemoryStream(body), Encoding.UTF8));
            var document = JToken.ReadFrom(reader);
            while (reader.Read())
                if (reader.TokenType != JsonToken.Comment)
                    throw ApiError.Malformed("Could not parse request object: text follows the end of the document");

            return document as JObject ?? throw ApiError.Malformed("Could not parse request object: Expected a JSON object");
        }
        catch (JsonException error)
        {
            throw ApiError.Malformed($"Could not parse request object: {error.Message}");
        }
    }

    // The form reader would take a part without a file name for text; .NET clients send files like that, and names without quotes.
    private static async Task<(JObject, IReadOnlyDictionary<string, BodyPart>)> ReadMultipartAsync(
        ReceivedBody body,
        MediaTypeHeaderValue type,
        CancellationToken ct
    )
    {
        var (parameters, texts) = (new JObject(), new HashSet<string>(StringComparer.Ordinal));
        var parts = new Dictionary<string, BodyPart>(StringComparer.Ordinal);
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary);
        if (!boundary.HasValue || boundary.Length == 0)
            throw ApiError.Malformed("Could not parse request object: the multipart body names no boundary");

        try
        {
            var content = body.Read();
            var reader = new MultipartReader(boundary.Value, content);
            while (await reader.ReadNextSectionAsync(ct) is { } section)
            {
                if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition))
                    continue;

                var name = HeaderUtilities.RemoveQuotes(disposition.Name).Value ?? "";
                await section.Body.DrainAsync(ct);
                parts[name] = new BodyPart(content, section.BaseStreamOffset!.Value, section.Body.Position);
                if (disposition.FileName.Length == 0 && disposition.FileNameStar.Length == 0 && !ContentNames.Contains(name))
                    texts.Add(name);
            }

            // Afterwards, since a part and the reader of all parts share the position in the body.
            foreach (var name in texts)
                parameters[name] = Encoding.UTF8.GetString(Text(name, parts[name]));
        }
        catch (IOException error)
        {
            throw ApiError.Malformed($"Could not parse request object: {error.Message}");
        }

        return (parameters, parts);
    }

    private static byte[] Text(string name, BodyPart part) =>
        part.Length <= LongestText
            ? part.ToArray()
            : throw ApiError.Malformed($"Could not parse request object: the field {name} of the form has {part.Length} bytes");
}
