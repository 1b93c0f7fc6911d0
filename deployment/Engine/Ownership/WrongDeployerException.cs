namespace Layercake.Engine.Ownership;

/// <summary>Whoever signed in is not the one who deploys to the environment.</summary>
public sealed class WrongDeployerException(string signedIn, string deployer)
    : Exception(
        $"{deployer} deploys here (deploys_as), and {signedIn} is signed in. Sign in as {deployer}, or write the plan with --out=FILE and "
            + $"let {deployer} apply it."
    );
