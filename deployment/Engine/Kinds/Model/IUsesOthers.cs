using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Model;

/// <summary>A part that names files or objects of the workspace which the state of its own objects does not show.</summary>
internal interface IUsesOthers
{
    /// <summary>What it is a part of, as kinds.</summary>
    PartKind Kind { get; }

    /// <summary>Why a file or an object stays where the identity may not ask, as a clause.</summary>
    string WhyUnknown { get; }

    /// <summary>Whether it can name this file or object at all.</summary>
    /// <param name="id">Of a file its path.</param>
    bool CanUse(RemoteKind kind, string id);

    /// <summary>What it names, by the ids of its objects; null where the identity may not ask.</summary>
    /// <param name="objects">Those that the workspace has and that are not in the trash.</param>
    Task<IReadOnlyDictionary<string, JObject>?> UsesAsync(IReadOnlyList<LiveAsset> objects, CancellationToken ct);
}
