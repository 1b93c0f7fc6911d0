using Layercake.Engine.Declarations;

namespace Layercake.Engine.Sealing;

/// <summary>A declaration, and the file that is deployed as it is.</summary>
/// <param name="Data">Digest of that file, which is at the declaration's full path; null for a document.</param>
public sealed record SealedDeclaration(Declaration Declaration, string? Data);
