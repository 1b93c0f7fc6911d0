using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Http;

/// <summary>Thrown by an endpoint to answer with an error in the shape of the service the route belongs to.</summary>
public sealed class ApiError(int status, JObject body) : Exception(body.ToString())
{
    public int Status { get; } = status;

    public JObject Body { get; } = body;

    /// <summary>What else the answer's head says: a challenge, <c>Retry-After</c>.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The workspace's usual shape: <c>{"error_code":…,"message":…}</c>.</summary>
    public static ApiError Of(int status, string code, string message, JArray? details = null)
    {
        var body = new JObject { ["error_code"] = code, ["message"] = message };
        if (details is not null)
            body["details"] = details;

        return new ApiError(status, body);
    }

    public static ApiError InvalidParameter(string message, JArray? details = null) => Of(400, "INVALID_PARAMETER_VALUE", message, details);

    public static ApiError Malformed(string message) => Of(400, "MALFORMED_REQUEST", message);

    public static ApiError Missing(string message) => Of(404, "RESOURCE_DOES_NOT_EXIST", message);

    public static ApiError Exists(string message) => Of(400, "RESOURCE_ALREADY_EXISTS", message);
}
