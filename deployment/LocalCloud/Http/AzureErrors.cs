using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Http;

/// <summary>The error shape that Key Vault and Azure Resource Manager share.</summary>
internal static class AzureErrors
{
    public static JObject Body(string code, string message, string? innerCode = null)
    {
        var error = new JObject { ["code"] = code, ["message"] = message };
        if (innerCode is not null)
            error["innererror"] = new JObject { ["code"] = innerCode };

        return new JObject { ["error"] = error };
    }
}
