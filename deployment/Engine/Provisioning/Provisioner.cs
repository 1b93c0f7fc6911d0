using Layercake.Identity.ResourceManager;
using Layercake.Identity.Vault;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Provisioning;

/// <summary>What provisioning did besides what its plan says.</summary>
/// <param name="WorkspaceUrl">Null when the template had nothing to do.</param>
/// <param name="Placeholders">The secrets that hold a placeholder now.</param>
public sealed record ProvisioningOutcome(Uri? WorkspaceUrl, IReadOnlyList<string> Placeholders);

/// <summary>Creates what an environment lacks in Azure: plans it, and carries the plan out.</summary>
public sealed class Provisioner(ResourceManagerClient azure, InfrastructureTemplates templates, WorkspaceOpener workspaces)
{
    public const string DeploymentName = "layercake-infrastructure";

    /// <summary>Says what would be created or changed; writes nothing.</summary>
    /// <exception cref="ProvisioningException">The settings do not fit what is in Azure.</exception>
    /// <exception cref="SecretScopeException">The workspace has another secret scope of that name.</exception>
    /// <exception cref="ResourceManagerException">Azure refused, or gave no answer.</exception>
    public async Task<InfrastructurePlan> PlanAsync(
        InfrastructureTarget target,
        IProgress<OperationProgress> progress,
        CancellationToken ct
    ) => await (await PlannerAsync(ct)).PlanAsync(target, progress, ct);

    /// <summary>Carries out a plan.</summary>
    /// <exception cref="ResourceManagerException">Azure refused, or a deployment failed; what was created stays.</exception>
    /// <exception cref="SecretScopeException">The workspace refused the secret scope; what was created stays.</exception>
    public async Task<ProvisioningOutcome> ApplyAsync(InfrastructurePlan plan, IProgress<OperationProgress> progress, CancellationToken ct)
    {
        var target = plan.Target;
        if (plan.CreatesGroup)
            await azure.PutAsync(
                target.GroupId,
                InfrastructurePlanner.Groups,
                new JObject { ["location"] = target.Location, ["tags"] = plan.Parameters["tags"] },
                ct
            );

        var url = plan.Deploys ? await DeployAsync(plan, progress, ct) : null;
        var placeholders = await FillInSecretsAsync(target, ct);
        if (plan.CreatesScope)
            await new KeyVaultScope(azure, workspaces, target).CreateAsync((string?)plan.Parameters["workspaceSku"] == "standard", ct);

        return new ProvisioningOutcome(url, placeholders);
    }

    /// <returns>The workspace's address.</returns>
    private async Task<Uri?> DeployAsync(InfrastructurePlan plan, IProgress<OperationProgress> progress, CancellationToken ct)
    {
        var template = templates.Infrastructure;
        var outputs = await azure.DeployAsync(plan.Target.GroupId, DeploymentName, template, plan.Parameters, progress, ct);
        return (string?)outputs.GetValueOrDefault("workspaceUrl") is { Length: > 0 } host ? new Uri($"https://{host}") : null;
    }

    /// <summary>Gives each secret that is not there a placeholder.</summary>
    /// <returns>The secrets that hold a placeholder now.</returns>
    private async Task<IReadOnlyList<string>> FillInSecretsAsync(InfrastructureTarget target, CancellationToken ct)
    {
        // Asked again, since a vault that was recovered has brought its secrets, and somebody may have set one meanwhile.
        var found = await (await PlannerAsync(ct)).SecretsAsync(target, ct);
        var missing = target.Secrets.Where(secret => found[secret.Name] is null);
        await Task.WhenAll(missing.Select(secret => DeployPlaceholderAsync(target, secret, ct)));

        var placeholders = target.Secrets.Where(secret => found[secret.Name] is not { } kept || InfrastructurePlanner.IsPlaceholder(kept));
        return [.. placeholders.Select(secret => secret.Name)];
    }

    private Task DeployPlaceholderAsync(InfrastructureTarget target, RequiredSecret secret, CancellationToken ct) =>
        azure.DeployAsync(
            target.GroupId,
            SecretDeployment(secret.Name),
            templates.PlaceholderSecret,
            Placeholder(target, secret),
            new NoProgress(),
            ct
        );

    private async Task<InfrastructurePlanner> PlannerAsync(CancellationToken ct) =>
        new(azure, templates, workspaces, await azure.CallerObjectIdAsync(ct));

    private static JObject Placeholder(InfrastructureTarget target, RequiredSecret secret) =>
        new()
        {
            ["vaultName"] = target.VaultName,
            ["secretName"] = secret.Name,
            ["placeholder"] = SecretPlaceholder.For(secret.Holds),
            ["contentType"] = SecretPlaceholder.ContentType,
        };

    // At most 64 characters, the limit of deployments' names; those of secrets go further.
    private static string SecretDeployment(string secret) =>
        $"layercake-secret-{secret}" is { Length: <= 64 } name ? name : $"layercake-secret-{secret}"[..64];

    /// <summary>Each of these takes a moment.</summary>
    private sealed class NoProgress : IProgress<OperationProgress>
    {
        public void Report(OperationProgress value) { }
    }
}
