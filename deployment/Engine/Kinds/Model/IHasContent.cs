using Layercake.Engine.Declarations;

namespace Layercake.Engine.Kinds.Model;

/// <summary>A kind whose objects are files, of which plans have digests alone.</summary>
internal interface IHasContent
{
    /// <summary>
    /// What the workspace has in the place of a declared file, in the form that the file has; null where it has nothing there, or another
    /// form.
    /// </summary>
    Task<byte[]?> ReadContentAsync(Declaration declaration, CancellationToken ct);
}
