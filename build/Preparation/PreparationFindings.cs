using Build.Running;
using Layercake.Engine.Connecting;
using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;
using Layercake.Engine.Memory;
using Layercake.Engine.Ownership;
using Layercake.Engine.Provisioning;
using Layercake.Identity.Errors;
using Layercake.Identity.ResourceManager;
using Layercake.Identity.Tokens;
using Layercake.Identity.Vault;
using Layercake.Identity.Workspaces;
using Layercake.Rest;

namespace Build.Preparation;

/// <summary>Turns what stops a deployment before its first write into a finding at the setting that is to blame.</summary>
internal static class PreparationFindings
{
    private static readonly string[] VaultSettings = ["vault_url", "vault_name"];
    private static readonly string[] SecretSettings = ["secret_names.client_secret", "vault_url", "vault_name"];
    private static readonly string[] WorkspaceSettings = ["workspace_url", "workspace_name"];

    /// <returns>Null when the exception is no such problem.</returns>
    public static Finding? Explain(Exception exception, DeploymentEnvironment environment) =>
        exception switch
        {
            VaultException => At(environment, "CON001", SecretSettings, exception.Message),
            SignInException => At(environment, "CON002", SignInSettings(environment), exception.Message),
            WorkspaceLookupException => At(environment, "CON003", WorkspaceSettings, exception.Message),
            ConnectionException => At(environment, "CON004", [.. VaultSettings, .. WorkspaceSettings], exception.Message),
            WorkspaceApiException { IsUnreachable: true } => At(
                environment,
                "CON005",
                WorkspaceSettings,
                $"{exception.Message} Check the workspace's address, the network and the proxy settings."
            ),
            WorkspaceApiException { IsUnauthenticated: true } => At(
                environment,
                "CON006",
                WorkspaceSettings,
                $"the workspace refused the token: {exception.Message} Check that whoever signs in and the workspace belong to one "
                    + $"tenant, and add the application to the workspace as a service principal."
            ),
            WorkspaceApiException { IsForbidden: true } => At(
                environment,
                "CON007",
                WorkspaceSettings,
                $"whoever signs in may not do this: {exception.Message} Add it to the workspace as a service principal and give it "
                    + $"the permissions that a deployment needs."
            ),
            WorkspaceApiException { IsNotSignedIn: true } => At(environment, "CON002", SignInSettings(environment), exception.Message),
            NotAdmittedException => At(environment, "CON007", WorkspaceSettings, exception.Message),
            WrongDeployerException => At(environment, "PLN009", ["deploys_as"], exception.Message),
            ManifestException => At(environment, "CON008", ["state_path"], exception.Message),
            LeaseHeldException => At(environment, "LCK001", ["state_path"], exception.Message),
            EnvironmentLockedException => At(environment, "LCK002", ["state_path"], exception.Message),
            ProvisioningException misfit => At(environment, "INF002", [misfit.Setting], misfit.Message),
            SecretScopeException => At(environment, "INF004", ["secret_scope"], exception.Message),
            ResourceManagerException => At(environment, "INF003", ["subscription_id", "resource_group"], exception.Message),
            _ => null,
        };

    /// <summary>Whether somebody has to correct the environment, or the next run may find all well.</summary>
    public static int ExitCodeOf(Exception exception) =>
        exception is WrongDeployerException ? ExitCodes.Refused
        : exception is WorkspaceApiException { IsPassing: true } || TransientFailures.IsCauseOf(exception) ? ExitCodes.Failed
        : ExitCodes.Wrong;

    // A secret is to blame only where one is used.
    private static string[] SignInSettings(DeploymentEnvironment environment) =>
        environment.AuthorityType == SignInKinds.ClientSecret ? SecretSettings : ["authority_type"];

    private static Finding At(DeploymentEnvironment environment, string code, string[] settings, string message) =>
        environment.PlaceOf(settings).Finding(code, message, $"environment {environment.Name}");
}
