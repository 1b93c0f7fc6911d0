using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.ResourceManager.Templates;

/// <summary>What a template's expressions can see around them.</summary>
internal sealed record TemplateScope
{
    public required string SubscriptionId { get; init; }

    public required string TenantId { get; init; }

    /// <summary>The resource group as it is read.</summary>
    public required JObject Group { get; init; }

    public required string DeploymentName { get; init; }

    public required DateTimeOffset Now { get; init; }

    /// <summary>The properties of a resource by id, or null when it is not there yet.</summary>
    public required Func<string, JObject?> Reference { get; init; }

    /// <summary>Before anything is written, what refers to a resource that is not there yet gives nothing instead of failing.</summary>
    public bool IsPreflight { get; init; }
}
