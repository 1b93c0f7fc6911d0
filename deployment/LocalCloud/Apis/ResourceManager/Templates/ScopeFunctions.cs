using Layercake.LocalCloud.Apis.ResourceManager.Resources;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.ResourceManager.Templates;

/// <summary>Functions about where a deployment happens, and about resources there.</summary>
internal static class ScopeFunctions
{
    public static JObject Subscription(TemplateScope scope) =>
        new()
        {
            ["id"] = $"/subscriptions/{scope.SubscriptionId}",
            ["subscriptionId"] = scope.SubscriptionId,
            ["tenantId"] = scope.TenantId,
            ["displayName"] = "Layercake local cloud",
        };

    /// <summary>Before the type there may be a subscription and a group, or a group alone.</summary>
    public static string ResourceId(TemplateScope scope, IReadOnlyList<string> arguments)
    {
        var (before, type, name) = Parts(arguments, "resourceId");
        var group = before.Count > 0 ? before[^1] : (string)scope.Group["name"]!;
        var subscription = before.Count > 1 ? before[0] : scope.SubscriptionId;
        return ArmIds.Resource(ArmIds.Group(subscription, group), type, name);
    }

    public static string SubscriptionResourceId(TemplateScope scope, IReadOnlyList<string> arguments)
    {
        var (before, type, name) = Parts(arguments, "subscriptionResourceId");
        return ArmIds.Resource($"/subscriptions/{(before.Count > 0 ? before[0] : scope.SubscriptionId)}", type, name);
    }

    public static JObject Reference(TemplateScope scope, string id)
    {
        if (!id.StartsWith('/'))
            throw new TemplateException($"reference('{id}') must be given a resource id: use resourceId(...)");

        return scope.Reference(id) is { } properties ? (JObject)properties.DeepClone()
            : scope.IsPreflight ? []
            : throw new TemplateException($"the resource '{id}' that reference() names was not found");
    }

    private static (List<string> Before, string Type, string Name) Parts(IReadOnlyList<string> arguments, string function)
    {
        var at = arguments
            .ToList()
            .FindIndex(argument => argument.Contains('.', StringComparison.Ordinal) && argument.Contains('/', StringComparison.Ordinal));
        if (at < 0)
            throw new TemplateException($"{function}() must be given a resource type such as Microsoft.KeyVault/vaults");

        var names = arguments.Skip(at + 1).ToList();
        return names.Count == arguments[at].Count(c => c == '/')
            ? ([.. arguments.Take(at)], arguments[at], string.Join('/', names))
            : throw new TemplateException($"{function}() was given {names.Count} names for the type {arguments[at]}");
    }
}
