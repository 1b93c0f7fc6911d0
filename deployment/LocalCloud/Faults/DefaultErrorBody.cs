using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Faults;

/// <summary>What each service says with a status, for rules that order no body of their own.</summary>
internal static class DefaultErrorBody
{
    private const string Message = "This answer was ordered by a fault rule.";

    public static JObject Of(string path, int status) =>
        status < 400
            ? []
            : ServiceName.Of(path) switch
            {
                "vault" or "arm" => AzureErrors.Body(AzureCode(status), Message),
                "entra" => new JObject
                {
                    ["error"] = EntraError(status),
                    ["error_description"] = Message,
                    ["error_codes"] = new JArray(),
                },
                "managed-identity" => new JObject { ["error"] = EntraError(status), ["error_description"] = Message },
                "github" or "azure-pipelines" or "kubernetes" => new JObject { ["message"] = Message },
                _ => new JObject { ["error_code"] = WorkspaceCode(status), ["message"] = Message },
            };

    private static string WorkspaceCode(int status) =>
        status switch
        {
            401 => "UNAUTHENTICATED",
            403 => "PERMISSION_DENIED",
            404 => "RESOURCE_DOES_NOT_EXIST",
            409 => "ABORTED",
            429 => "REQUEST_LIMIT_EXCEEDED",
            503 => "TEMPORARILY_UNAVAILABLE",
            504 => "DEADLINE_EXCEEDED",
            >= 500 => "INTERNAL_ERROR",
            _ => "BAD_REQUEST",
        };

    private static string AzureCode(int status) =>
        status switch
        {
            401 => "Unauthorized",
            403 => "Forbidden",
            404 => "NotFound",
            409 => "Conflict",
            429 => "Throttled",
            503 => "ServiceUnavailable",
            >= 500 => "InternalServerError",
            _ => "BadRequest",
        };

    private static string EntraError(int status) =>
        status switch
        {
            401 => "invalid_client",
            429 or >= 500 => "temporarily_unavailable",
            _ => "invalid_request",
        };
}
