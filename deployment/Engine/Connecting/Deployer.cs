using Layercake.Identity.Tokens;
using Layercake.Identity.Workspaces;

namespace Layercake.Engine.Connecting;

/// <summary>Who a deployment is.</summary>
/// <param name="Azure">Gives tokens for Azure; null for those whom only the workspace knows.</param>
/// <param name="Open">What opens the workspace at that address.</param>
public sealed record Deployer(ITokenSource? Azure, Func<Uri, IWorkspaceCredential> Open)
{
    internal static Deployer ToEntra(ITokenSource source, SignInContext context) =>
        new(source, _ => new EntraWorkspaceCredential(source, context.Environment.Resource));
}
