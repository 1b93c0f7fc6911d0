using Layercake.Engine.Declarations;
using Layercake.Engine.Memory;

namespace Layercake.Engine.Kinds.Model;

/// <summary>
/// A kind whose assets are parts of other objects, such as their permissions: they are looked for after the objects, by their ids.
/// </summary>
internal interface IPartOfObjects
{
    /// <summary>The folder of the kind.</summary>
    string Name { get; }

    /// <summary>See <see cref="PartKind.IsPermission"/>.</summary>
    bool IsPermission { get; }

    /// <summary>The parts of objects that exist. What belongs to an object that is not there yet is missing.</summary>
    /// <param name="unread">Parts that are as they were when they were deployed last, as far as Git is concerned, and that need not be
    /// read: their entries in the manifest, by name.</param>
    /// <param name="objectOf">An object by kind and name; null when there is none, or more than one.</param>
    Task<IReadOnlyList<LiveAsset>> ListDeclaredAsync(
        IReadOnlyList<Declaration> declared,
        IReadOnlyDictionary<string, ManifestEntry> unread,
        Func<string, string, PartObject?> objectOf,
        CancellationToken ct
    );
}
