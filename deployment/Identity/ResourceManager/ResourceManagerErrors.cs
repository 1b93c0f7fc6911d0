using Layercake.Identity.Errors;
using Newtonsoft.Json.Linq;

namespace Layercake.Identity.ResourceManager;

/// <summary>Makes sentences of Resource Manager's errors, which hold their causes inside each other.</summary>
internal static class ResourceManagerErrors
{
    // A template can fail in a hundred places, and the first few say enough.
    private const int MostCauses = 10;

    /// <param name="what">What was asked, to follow "Azure refused": <c>the deployment layercake-infrastructure</c>.</param>
    /// <param name="error">Azure's <c>error</c> object; null when the answer had none.</param>
    public static ResourceManagerException Of(int status, string what, JObject? error, string who)
    {
        var causes = Causes(error).Distinct().ToList();
        var code = (string?)error?["code"] ?? "";
        var told = causes.Count == 0 ? $"it answered {status}." : string.Join(' ', causes.Take(MostCauses));
        var more = causes.Count > MostCauses ? $" {causes.Count - MostCauses} more." : "";
        return new ResourceManagerException($"Azure refused {what}: {told}{more}{Advice(status, code, causes, who)}")
        {
            Status = status,
            Code = code,
        };
    }

    /// <summary>The innermost causes, each as <c>Code: message.</c></summary>
    private static IEnumerable<string> Causes(JObject? error)
    {
        if (error is null)
            return [];

        var details = (error["details"] as JArray ?? []).OfType<JObject>().SelectMany(detail => Causes(Inner(detail))).ToList();
        return details.Count > 0 ? details : [Sentence(error)];
    }

    // Some resource providers put their whole answer, as a text, into the message.
    private static JObject Inner(JObject detail)
    {
        if ((string?)detail["message"] is { } text && text.TrimStart().StartsWith('{') && JsonAnswer.ParseOrNull(text) is { } nested)
            return nested["error"] as JObject ?? nested;

        return detail;
    }

    private static string Sentence(JObject error)
    {
        var message = ErrorMessageText.FirstLine((string?)error["message"] ?? "");
        var code = (string?)error["code"];
        return ErrorMessageText.Sentence(
            (code, message) switch
            {
                (null or "", "") => "Azure gave no reason",
                (null or "", _) => message,
                (_, "") => code!,
                _ => $"{code}: {message}",
            }
        );
    }

    private static string Advice(int status, string code, IReadOnlyList<string> causes, string who)
    {
        bool Mentions(params string[] words) =>
            words.Any(word =>
                code.Contains(word, StringComparison.OrdinalIgnoreCase)
                || causes.Any(cause => cause.Split(':')[0].Contains(word, StringComparison.OrdinalIgnoreCase))
            );

        return true switch
        {
            _ when Mentions("AuthorizationFailed", "LinkedAuthorizationFailed") =>
                $" Give {who} the role Contributor on the resource group or the subscription: az role assignment create --role "
                    + $"Contributor --assignee OBJECT-ID --scope /subscriptions/ID.",
            _ when Mentions("SubscriptionNotFound", "InvalidSubscriptionId") =>
                $" Correct subscription_id in the environment file, or give {who} a role in that subscription.",
            _ when Mentions("Quota") => " Ask for a higher quota in the subscription's Usage + quotas, or choose another location.",
            _ when Mentions("MissingSubscriptionRegistration", "NoRegisteredProviderFound") =>
                " Register the resource provider: az provider register --namespace Microsoft.Databricks (and Microsoft.KeyVault, "
                    + "Microsoft.Network).",
            _ when Mentions("LocationNotAvailable", "InvalidLocation") =>
                " Correct location in the environment file; az account list-locations lists them.",
            _ when Mentions("VaultAlreadyExists") => " Vault names are unique in all of Azure: choose another vault_name.",
            _ when Mentions("RequestDisallowedByPolicy") =>
                " A policy of the subscription forbids it; whoever owns the policy can tell which settings or tags it wants.",
            _ when Mentions("DeploymentActive") => " Another run is deploying; run again when it has ended.",
            _ when status == 401 => $" Check that {who} belongs to the subscription's tenant.",
            _ when status is 429 or >= 500 => " Run again in a few minutes.",
            _ => "",
        };
    }
}
