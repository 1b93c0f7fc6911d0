using Layercake.Rest;

namespace Layercake.Identity.Http;

/// <summary>
/// Which requests to Microsoft Entra, Key Vault, Azure Resource Manager and token services are repeated: the one table.
/// </summary>
internal static class RetryRules
{
    /// <summary>What Azure's own libraries repeat: https://azure.github.io/azure-sdk/general_azurecore.html (retry policy).</summary>
    private static readonly int[] AzureSdk = [408, 429, 500, 502, 503, 504];

    /// <summary>
    /// 404 and 410 while the service is updated, 429 and 5xx:
    /// https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token (retry guidance).
    /// </summary>
    private static readonly int[] Metadata = [404, 410, 429, .. Enumerable.Range(500, 100)];

    /// <summary>Posts that change nothing, by the end of their path: sent twice, they do no harm.</summary>
    private static readonly string[] HarmlessPosts =
    [
        "/oauth2/v2.0/token", // A token of Microsoft Entra, as its libraries ask for it.
        "/oidctoken", // The statement of Azure Pipelines about a job, as Azure.Core asks for it.
        "/oidc/v1/token", // A token of a Databricks workspace.
        "/whatIf", // What a deployment would change.
    ];

    private static readonly HttpRequestOptionsKey<RetryRule> Own = new("layercake.retry-rule");

    private static readonly RetryRule Repeatable = new() { Statuses = AzureSdk, Repeat = RepeatSafety.Idempotent };

    private static readonly RetryRule UnsafePost = Repeatable with { Repeat = RepeatSafety.Unsafe };

    /// <summary>
    /// The service is on the machine itself. One that has it answers at once, and most machines have none: silence is not asked again.
    /// </summary>
    public static RetryRule ManagedIdentity { get; } =
        new()
        {
            Statuses = Metadata,
            Repeat = RepeatSafety.Read,
            RepeatsUnanswered = false,
            MaxAttempts = 4,
            AttemptTimeout = TimeSpan.FromSeconds(5),
            Deadline = TimeSpan.FromSeconds(30),
        };

    public static RetryRule For(HttpRequestMessage request) =>
        request.Options.TryGetValue(Own, out var own) ? own
        : request.Method != HttpMethod.Post || IsHarmless(request.RequestUri!) ? Repeatable
        : UnsafePost;

    /// <summary>Gives a request a rule that its address does not tell.</summary>
    public static void Set(HttpRequestMessage request, RetryRule rule) => request.Options.Set(Own, rule);

    private static bool IsHarmless(Uri address) =>
        HarmlessPosts.Any(end => address.AbsolutePath.EndsWith(end, StringComparison.OrdinalIgnoreCase));
}
