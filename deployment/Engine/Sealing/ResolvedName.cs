using Layercake.Engine.Declarations;

namespace Layercake.Engine.Sealing;

/// <summary>The object that a declaration means by a name.</summary>
/// <param name="Id">Null where the plan itself makes the object.</param>
public sealed record ResolvedName(string Kind, string Name, string? Id)
{
    public string Asset => AssetId.Of(Kind, Name);
}
