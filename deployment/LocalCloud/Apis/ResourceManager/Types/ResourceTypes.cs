using Layercake.LocalCloud.Apis.ResourceManager.Resources;
using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.ResourceManager.Types;

/// <summary>A type of resource: what is checked before it is written, and what writing and removing it does besides keeping it.</summary>
internal interface IResourceType
{
    string Type { get; }

    /// <summary>What can be told from the resource alone.</summary>
    /// <exception cref="ApiError">The refusal.</exception>
    void Check(JObject wanted);

    /// <summary>Writes it; whatever it depends on is there.</summary>
    /// <exception cref="ApiError">The refusal.</exception>
    Task ApplyAsync(JObject wanted, CancellationToken ct);

    Task RemoveAsync(JObject kept);
}

/// <summary>The types of resources that this cloud has: one line for each.</summary>
internal sealed class ResourceTypes(IReadOnlyList<IResourceType> types)
{
    /// <exception cref="ApiError">The type is none of this cloud's, or the resource is not as it must be.</exception>
    public void Check(JObject wanted) => Of((string)wanted["type"]!).Check(wanted);

    public Task ApplyAsync(JObject wanted, CancellationToken ct) => Of((string)wanted["type"]!).ApplyAsync(wanted, ct);

    public Task RemoveAsync(JObject kept) => Of((string)kept["type"]!).RemoveAsync(kept);

    private IResourceType Of(string type) =>
        types.FirstOrDefault(candidate => ArmIds.Same(candidate.Type, type))
        ?? throw ArmErrors.Of(
            400,
            "InvalidResourceType",
            $"The resource type '{type}' is none that the local cloud has. It has: "
                + $"{string.Join(", ", types.Select(candidate => candidate.Type))}."
        );
}
