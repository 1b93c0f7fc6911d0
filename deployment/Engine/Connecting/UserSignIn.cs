using Azure.Core;
using Layercake.Identity.Tokens;
using Layercake.Identity.Vault;
using Layercake.Identity.Workspaces;

namespace Layercake.Engine.Connecting;

/// <summary>
/// Whoever asked for a run signs in with a token of their own. The run has no other identity: it reads no vault, since whoever asks may
/// be someone who may not, and could read in the workspace what it wrote there.
/// </summary>
internal static class UserSignIn
{
    public static SignInRecipe Recipe(Func<Uri, IWorkspaceCredential> open, SignInContext context)
    {
        var file = context.Environment.File;
        if (context.Environment.WorkspaceUrl is null)
            throw new ConnectionException(
                $"{file} does not say the workspace's address, and a run as the user who asks (deploy_as) looks none up in Azure. Set "
                    + "workspace_url."
            );

        return new SignInRecipe
        {
            Kind = "deploy_as user",
            Ready = new NoTokens(file),
            Make = _ => new Deployer(null, open),
        };
    }

    /// <summary>The vault of such a run.</summary>
    public sealed class NoVault(string vault, string file) : ISecretSource
    {
        public string Vault => vault;

        public Task<VaultSecret> GetAsync(string name, string? version, CancellationToken ct) => throw Refused(name);

        public Task<string> VersionAsync(string name, string? version, CancellationToken ct) => throw Refused(name);

        private ConnectionException Refused(string name) =>
            new(
                $"{file}: {name} would be read from the vault, and a run as the user who asks (deploy_as) reads no secrets: that user may "
                    + "be someone who may not. Deploy what has secrets as the service principal, or leave it out."
            );
    }

    private sealed class NoTokens(string file) : ITokenSource
    {
        public string Description => "nobody: the run is one as the user who asks";

        public ValueTask<AccessToken> GetAsync(string resource, bool renew, CancellationToken ct) =>
            throw new SignInException($"{file}: a run as the user who asks (deploy_as) has no token for {resource}.");
    }
}
