using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Model;

/// <summary>A part that names files of the workspace which the state of its objects does not show.</summary>
internal interface IUsesFiles
{
    /// <summary>What it is a part of, as kinds.</summary>
    PartKind Kind { get; }

    /// <summary>Why a file stays where the identity may not ask, as a clause.</summary>
    string WhyUnknown { get; }

    /// <summary>Whether it can name the file at a path at all.</summary>
    bool CanUse(string path);

    /// <summary>What names files, by the ids of the objects; null where the identity may not ask.</summary>
    Task<IReadOnlyDictionary<string, JObject>?> UsesAsync(CancellationToken ct);
}
