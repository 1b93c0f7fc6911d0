using System.Globalization;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Http;

/// <summary>One request as an endpoint sees it: who calls, with which parameters, and the raw bytes for those who need them.</summary>
/// <remarks>
/// The service takes parameters of a GET from the query or from a JSON body, and of a POST from a JSON body of any content type;
/// numbers and booleans may arrive as text. <see cref="Parameters"/> is the union, so an endpoint reads one place.
/// </remarks>
public sealed record ApiRequest
{
    /// <summary>Upper case.</summary>
    public required string Method { get; init; }

    /// <summary>Percent-decoded, without the query.</summary>
    public required string Path { get; init; }

    /// <summary>The scheme, host and port the client used, for absolute links in answers: <c>https://127.0.0.1:8443</c>.</summary>
    public required string BaseUrl { get; init; }

    /// <summary>Header names are case-insensitive.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>Decoded query parameters in order; a repeated name means a list.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Query { get; init; }

    /// <summary>Fields of a JSON body and query parameters, in one object; empty when there are none.</summary>
    public required JObject Parameters { get; init; }

    /// <summary>The body as it came; empty for a form, whose content is in <see cref="Parts"/>.</summary>
    public required byte[] Body { get; init; }

    /// <summary>The parts of a multipart body by name; empty otherwise.</summary>
    public IReadOnlyDictionary<string, BodyPart> Parts { get; init; } = new Dictionary<string, BodyPart>();

    /// <summary>The values of <c>{name}</c> and <c>{**rest}</c> in the route's template, decoded.</summary>
    public IReadOnlyDictionary<string, string> RouteValues { get; init; } = new Dictionary<string, string>();

    /// <summary>Who the bearer token belongs to; <see cref="Principal.Anonymous"/> on routes that need none.</summary>
    public Principal Caller { get; init; } = Principal.Anonymous;

    /// <summary>The vault that the request came in through.</summary>
    public string Vault { get; init; } = "";

    /// <summary>The parameter as text, or null when it is absent, null or empty.</summary>
    public string? Text(string name) =>
        Parameters[name] is JValue { Value: not null } value && value.ToString(CultureInfo.InvariantCulture) is { Length: > 0 } text
            ? text
            : null;

    /// <exception cref="ApiError">400 INVALID_PARAMETER_VALUE when it is missing.</exception>
    public string RequiredText(string name) => Text(name) ?? throw ApiError.InvalidParameter($"Missing required field: {name}");

    /// <summary>A boolean given as JSON boolean or as text in any case.</summary>
    public bool Flag(string name, bool otherwise = false) =>
        Text(name) is { } text
            ? bool.TryParse(text, out var flag)
                ? flag
                : throw ApiError.Malformed($"{name} must be a boolean")
            : otherwise;

    /// <summary>An integer given as JSON number or as text.</summary>
    public long? Number(string name) =>
        Text(name) is { } text
            ? long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw ApiError.Malformed($"{name} must be a number")
            : null;
}

/// <summary>An identity that holds a token of this cloud.</summary>
/// <param name="UserName">A user's e-mail address, or a service principal's application id.</param>
public sealed record Principal(string Id, string UserName, string DisplayName, bool IsServicePrincipal)
{
    public static Principal Anonymous { get; } = new("", "", "", false);

    /// <summary>The token at hand is Entra's, and none that only the workspace knows.</summary>
    public bool HasEntraToken { get; init; }
}
