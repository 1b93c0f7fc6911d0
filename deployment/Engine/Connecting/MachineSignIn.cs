using Layercake.Engine.Environments;
using Layercake.Identity.Tokens;

namespace Layercake.Engine.Connecting;

/// <summary>Whoever the machine is, and whoever sits at it.</summary>
internal static class MachineSignIn
{
    public static SignInRecipe ManagedIdentity(SignInContext context) =>
        SignInRecipe.Of(SignInKinds.ManagedIdentity, Identity(context), context);

    public static SignInRecipe AzureCli(SignInContext context) =>
        SignInRecipe.Of(
            SignInKinds.AzureCli,
            new RedactedTokenSource(AzureSdkTokenSources.AzureCli(context.Environment.TenantId, context.Clock), context.Options.Redactor),
            context
        );

    public static ManagedIdentityTokens Identity(SignInContext context) =>
        new(context.Environment.ClientId, context.Options.Variable, context.Http, context.Clock);
}
