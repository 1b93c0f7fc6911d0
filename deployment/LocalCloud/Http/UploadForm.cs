using System.Text;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Http;

/// <summary>The fields of an upload, whether they came as JSON or as a multipart form.</summary>
internal sealed class UploadForm(ApiRequest request)
{
    public string? Text(string name) =>
        request.Text(name)
        ?? (request.Parts.TryGetValue(name, out var part) && part.Length > 0 ? Text(name, part) : null);

    private static string Text(string name, BodyPart part) =>
        part.Length <= BodyReader.LongestText
            ? Encoding.UTF8.GetString(part.ToArray())
            : throw ApiError.Malformed($"Could not parse request object: {name} is too long.");

    public string RequiredText(string name) => Text(name) ?? throw ApiError.InvalidParameter($"Missing required field: {name}");

    /// <summary>Forms write booleans as text in any case.</summary>
    public bool Flag(string name) =>
        Text(name) is { } text && (bool.TryParse(text, out var flag) ? flag : throw ApiError.Malformed($"{name} must be a boolean"));

    /// <summary>The part with the file, when the upload is a form that has one of these.</summary>
    public BodyPart? Part(params string[] names) =>
        names.Select(name => request.Parts.GetValueOrDefault(name)).FirstOrDefault(part => part is not null);

    /// <summary>The bytes of a base64 field; an empty text is an empty file, and null means that none of these fields was sent.</summary>
    public byte[]? Base64(params string[] names)
    {
        if (names.Select(name => request.Parameters[name]).FirstOrDefault(value => value is JValue { Value: string }) is not { } field)
            return null;

        try
        {
            return Convert.FromBase64String((string)field!);
        }
        catch (FormatException)
        {
            throw ApiError.Malformed($"{names[0]} is not valid base64.");
        }
    }
}
