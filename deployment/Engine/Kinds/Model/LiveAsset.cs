using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Model;

/// <summary>An object as the workspace holds it.</summary>
public sealed record LiveAsset
{
    public required string Name { get; init; }

    /// <summary>The service's id, as text; a file's is its path in the workspace.</summary>
    public required string Id { get; init; }

    /// <summary>What can be compared with a declaration: the service's answer without what it sets itself.</summary>
    public required JObject State { get; init; }

    /// <summary>Who made it, when the service says so.</summary>
    public string? Creator { get; init; }

    /// <summary>
    /// It is in the way of declared files: a file where a folder must be, or what lies in a folder where a file must be. Their places.
    /// </summary>
    public IReadOnlyList<string> Obstructs { get; init; } = [];

    /// <summary>What the workspace said of the folder in which it would be: nobody knows whether it is there. Null when it is.</summary>
    public string? Refusal { get; init; }

    /// <summary>It is there, as an object of its own.</summary>
    public bool IsObject => Obstructs.Count == 0 && Refusal is null;

    /// <summary>Something the user should hear of, such as a cluster that could not start; null when all is well.</summary>
    public string? Trouble { get; init; }
}
