using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;

namespace Layercake.Rest;

/// <summary>The code and the words of a failed answer, whichever of the service's shapes it came in.</summary>
public sealed partial record ErrorBody(string Code, string Message)
{
    private const int LongestMessage = 4096;

    public static ErrorBody Parse(int status, string? reason, byte[] body)
    {
        var phrase = string.IsNullOrWhiteSpace(reason) ? ((HttpStatusCode)status).ToString() : reason.Trim();
        var fallback = new ErrorBody(CodeOf(phrase), phrase);

        return WireJson.ReadObject(body) is { } json ? FromJson(json, fallback) : FromText(Decode(body), fallback);
    }

    private static ErrorBody FromJson(JObject json, ErrorBody fallback)
    {
        if (
            json["schemas"] is JArray schemas
            && schemas.Any(s => s.Type == JTokenType.String && ((string)s!).Contains("scim", StringComparison.OrdinalIgnoreCase))
        )
            return FromScim(json, fallback);

        // Newer gateways nest {"error":{"code":…,"message":…}}, as Azure Resource Manager does.
        if (json["error"] is JObject nested)
            return new ErrorBody(First(nested, "error_code", "code") ?? fallback.Code, First(nested, "message") ?? fallback.Message);

        var code = First(json, "error_code", "errorCode");
        var message = First(json, "message", "errorSummary", "error_description", "detail", "error");
        if (code is null && json["error_description"] is not null)
            code = First(json, "error")?.ToUpperInvariant();

        return new ErrorBody(code ?? fallback.Code, message ?? fallback.Message);
    }

    private static ErrorBody FromScim(JObject json, ErrorBody fallback)
    {
        var detail = First(json, "detail") is { } text && text != "null" ? text : "an internal error of the SCIM API";
        var message = string.Join(' ', new[] { First(json, "scimType"), detail }.OfType<string>());
        return new ErrorBody(First(json, "status") is { } status ? "SCIM_" + status : fallback.Code, message);
    }

    private static ErrorBody FromText(string text, ErrorBody fallback)
    {
        if (text.Length == 0)
            return fallback;
        if (CodeAndText().Match(text) is { Success: true } coded)
            return new ErrorBody(coded.Groups[1].Value, coded.Groups[2].Value.Trim());
        if (!text.StartsWith('<'))
            return fallback with { Message = text };

        var html = Preformatted().Match(text) is { Success: true } pre ? pre : Title().Match(text);
        var words = html.Success ? WebUtility.HtmlDecode(Tag().Replace(html.Groups[1].Value, " ")) : "";
        words = Whitespace().Replace(words, " ").Trim();
        return words.Length == 0 ? fallback : fallback with { Message = words };
    }

    private static string? First(JObject json, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (json[name] is JValue { Value: not null } value && value.ToString(null, null) is { Length: > 0 } text)
                return text;
        }

        return null;
    }

    // Bytes beyond what is ever shown are not decoded: a wrong host may answer with megabytes.
    private static string Decode(byte[] body) => Encoding.UTF8.GetString(body, 0, Math.Min(body.Length, 4 * LongestMessage)).Trim();

    /// <summary>As much of a message as is shown. What is secret in it must be gone by then: half of a secret nobody would find.</summary>
    public static string Cut(string text) => text.Length <= LongestMessage ? text : text[..LongestMessage] + "…";

    private static string CodeOf(string phrase) => NotLetters().Replace(WordStart().Replace(phrase, "_"), "_").Trim('_').ToUpperInvariant();

    [GeneratedRegex("^([A-Z][A-Z_]+): (.*)$", RegexOptions.Singleline)]
    private static partial Regex CodeAndText();

    [GeneratedRegex("<pre[^>]*>(.*?)</pre>", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex Preformatted();

    [GeneratedRegex("<title[^>]*>(.*?)</title>", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex Title();

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tag();

    [GeneratedRegex("\\s+")]
    private static partial Regex Whitespace();

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])")]
    private static partial Regex WordStart();

    [GeneratedRegex("[^A-Za-z0-9]+")]
    private static partial Regex NotLetters();
}
