using Layercake.Engine.Declarations;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Model;

/// <summary>
/// A kind whose assets are parts of other objects, such as their permissions: they are looked for after the objects, by their ids.
/// </summary>
internal interface IPartOfObjects
{
    /// <summary>The folder of the kind.</summary>
    string Name { get; }

    /// <summary>The parts of objects that exist. What belongs to an object that is not there yet is missing.</summary>
    /// <param name="idOf">The id of an object by kind and name; null when there is none, or more than one.</param>
    Task<IReadOnlyList<LiveAsset>> ListDeclaredAsync(
        IReadOnlyList<Declaration> declared,
        IReadOnlyDictionary<string, JObject> remembered,
        Func<string, string, string?> idOf,
        CancellationToken ct
    );
}
