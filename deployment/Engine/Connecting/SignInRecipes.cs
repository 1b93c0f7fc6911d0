using Layercake.Engine.Environments;

namespace Layercake.Engine.Connecting;

/// <summary>Finds the recipe for a kind of sign-in.</summary>
internal static class SignInRecipes
{
    // Each kind in a class of its own: the code of those that are not used is never loaded.
    public static SignInRecipe For(string kind, SignInContext context) =>
        kind switch
        {
            SignInKinds.ClientSecret => SecretSignIn.Recipe(context),
            SignInKinds.Certificate => CertificateSignIn.Recipe(context),
            SignInKinds.ManagedIdentity => MachineSignIn.ManagedIdentity(context),
            SignInKinds.AzureCli => MachineSignIn.AzureCli(context),
            SignInKinds.GitHub => FederatedSignIn.GitHub(context),
            SignInKinds.AzurePipelines => FederatedSignIn.AzurePipelines(context),
            SignInKinds.WorkloadIdentity => FederatedSignIn.WorkloadIdentity(context),
            SignInKinds.AccessToken => WorkspaceSignIn.AccessToken(context),
            SignInKinds.DatabricksOAuth => WorkspaceSignIn.DatabricksOAuth(context),
            _ => throw new ConnectionException(
                $"{context.Environment.File}: there is no way to sign in called {kind}. Ways: {string.Join(", ", SignInKinds.Names)}."
            ),
        };
}
