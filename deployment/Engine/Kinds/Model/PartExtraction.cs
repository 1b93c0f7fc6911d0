using Layercake.Engine.Declarations;

namespace Layercake.Engine.Kinds.Model;

/// <summary>Takes the parts of objects, such as their permissions, out of what Git declares and makes each an asset of its own.</summary>
/// <param name="kinds">In order of deployment.</param>
/// <param name="declared">Everything that Git declares for the environment, with the names it has there.</param>
internal sealed class PartExtraction(IReadOnlyList<AssetKind> kinds, IReadOnlyList<Declaration> declared, ICollection<Finding> findings)
{
    private readonly Dictionary<string, AssetKind> byName = kinds.ToDictionary(kind => kind.Name);

    private readonly List<PartKind> partKinds = [.. kinds.OfType<PartKind>()];

    /// <summary>The objects without their parts, and the parts, in order of deployment.</summary>
    public IReadOnlyList<Declaration> Split()
    {
        var objects = new List<Declaration>();
        var parts = new List<Declaration>();
        foreach (var declaration in declared)
            if (byName[declaration.Kind] is PartKind kind)
                parts.AddRange(kind.OfFile(declaration, declared, byName, findings));
            else
            {
                objects.Add(declaration);
                parts.AddRange(PartsOf(declaration));
            }

        var order = kinds.Select((kind, place) => (kind.Name, place)).ToDictionary(kind => kind.Name, kind => kind.place);
        return [.. objects.Concat(parts.OrderBy(part => part.Name, StringComparer.Ordinal)).OrderBy(asset => order[asset.Kind])];
    }

    private List<Declaration> PartsOf(Declaration declaration)
    {
        var (kind, parts) = (byName[declaration.Kind], new List<Declaration>());
        foreach (var part in partKinds.Where(part => part.IsOf(kind) && declaration.Content.ContainsKey(part.Field)))
            if (part.TakeFrom(declaration, kind, [.. parts], findings) is { } taken)
                parts.Add(taken);

        return parts;
    }
}
