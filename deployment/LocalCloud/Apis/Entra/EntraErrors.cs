using System.Globalization;
using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Entra;

/// <summary>Errors in Entra's shape, for one request.</summary>
internal sealed class EntraErrors(ApiRequest request, TimeProvider clock)
{
    /// <summary>A field of the request's form.</summary>
    /// <exception cref="ApiError">400 when it is missing.</exception>
    public string Required(string name) =>
        request.Text(name) ?? throw Of(400, "invalid_request", 900144, $"The request body must contain the following parameter: '{name}'.");

    public ApiError Of(int status, string error, int code, string message)
    {
        var timestamp = clock.GetUtcNow().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var trace = Guid.NewGuid().ToString();
        var correlation = request.Headers.GetValueOrDefault("client-request-id") ?? Guid.NewGuid().ToString();
        return new ApiError(
            status,
            new JObject
            {
                ["error"] = error,
                ["error_description"] =
                    $"AADSTS{code}: {message}\r\nTrace ID: {trace}\r\nCorrelation ID: {correlation}\r\nTimestamp: {timestamp}",
                ["error_codes"] = new JArray(code),
                ["timestamp"] = timestamp,
                ["trace_id"] = trace,
                ["correlation_id"] = correlation,
                ["error_uri"] = $"https://login.microsoftonline.com/error?code={code}",
            }
        );
    }
}
