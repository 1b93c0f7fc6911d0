using System.Text;
using System.Text.RegularExpressions;
using Layercake.LocalCloud.Http;

namespace Layercake.LocalCloud.Apis.Secrets;

/// <summary>What names and values the service takes.</summary>
internal static partial class SecretNames
{
    private const int ValueLimit = 128 * 1024;

    public static void CheckScope(string name)
    {
        if (!Scope().IsMatch(name))
            throw ApiError.InvalidParameter($"Scope name {name} is invalid: 1 to 128 letters, digits and the characters - _ @ . /");
    }

    public static void CheckKey(string name)
    {
        if (!Key().IsMatch(name))
            throw ApiError.InvalidParameter($"Secret key {name} is invalid: 1 to 128 letters, digits and the characters - _ .");
    }

    /// <summary>The bytes of <c>string_value</c> or <c>bytes_value</c>, of which a request has exactly one.</summary>
    public static byte[] ValueOf(ApiRequest request)
    {
        var bytes = (request.Text("string_value"), new UploadForm(request).Base64("bytes_value")) switch
        {
            ({ } text, null) => Encoding.UTF8.GetBytes(text),
            (null, { Length: > 0 } binary) => binary,
            _ => throw ApiError.InvalidParameter("Exactly one of string_value and bytes_value must be given, and not empty."),
        };
        return bytes.Length <= ValueLimit
            ? bytes
            : throw ApiError.InvalidParameter($"The secret's value has {bytes.Length} bytes; at most {ValueLimit} are accepted.");
    }

    public static ApiError NoSuchKey(string scope, string key) => ApiError.Missing($"Key {key} does not exist in scope {scope}!");

    [GeneratedRegex(@"\A[A-Za-z0-9_.@/-]{1,128}\z")]
    private static partial Regex Scope();

    [GeneratedRegex(@"\A[A-Za-z0-9_.-]{1,128}\z")]
    private static partial Regex Key();
}
