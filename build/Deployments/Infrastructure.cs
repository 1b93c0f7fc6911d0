using Build.CommandLine;
using Build.LocalClouds;
using Build.Preparation;
using Build.Record;
using Build.Running;
using Build.Views;
using Layercake.Engine.Applying;
using Layercake.Engine.Connecting;
using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;
using Layercake.Engine.Provisioning;
using Layercake.LocalCloud;

namespace Build.Deployments;

/// <summary>Creates what the run's environment lacks in Azure, or only says what that is.</summary>
internal sealed class Infrastructure(
    RunOptions run,
    HostArguments arguments,
    EnvironmentScope scope,
    LocalCloudLocator localCloud,
    InfrastructureView view,
    RunFindings findings,
    RunRecord record,
    BorrowedEnvironmentNotice borrowed
) : IInfrastructure
{
    private const string Folder = "deployment/infrastructure";

    public Task ProvisionAsync() => scope.OpenAsync(ProvisionAsync);

    private async Task ProvisionAsync(DeploymentEnvironment environment, Connector connector)
    {
        borrowed.Show(environment);
        var needs = await connector.NeedsAsync(run.CancellationToken);
        var found = new List<Finding>();
        var located = localCloud.Description is { } cloud ? WithLocalDefaults(environment, cloud) : environment;
        var target = TargetReader.Read(located, needs, found);
        scope.ThrowIfErrors(found);

        var provisioner = new Provisioner(
            connector.OpenAzure(needs),
            new InfrastructureTemplates(Path.Combine(run.Folders.Root, Folder)),
            (url, id, enters) => connector.OpenWorkspace(needs, url, id, enters)
        );
        var plan = await provisioner.PlanAsync(target!, view.Waiting("Azure compares"), run.CancellationToken);
        record.AddFact(new InfrastructurePlanned(plan));
        view.Show(plan);
        if (!arguments.IsWhatIf && !plan.IsEmpty)
            view.Show(plan, await ApplyAsync(provisioner, plan, environment), run.Elapsed);
        else
            view.ShowPlaceholders(plan.Target.VaultName, plan.Placeholders);
    }

    private async Task<ProvisioningOutcome> ApplyAsync(Provisioner provisioner, InfrastructurePlan plan, DeploymentEnvironment environment)
    {
        try
        {
            return await provisioner.ApplyAsync(plan, view.Progress("deploying"), run.CancellationToken);
        }
        catch (OperationCanceledException)
        {
            view.ShowInterruption();
            throw;
        }
        catch (Exception e)
        {
            var finding = PreparationFindings.Explain(e, environment);
            if (finding is not null)
                findings.Add([finding]);
            var unknown = finding is null ? $"{FailureMessages.Words(e)} " : "";
            throw new BuildFailedException(
                ExitCodes.Failed,
                $"{unknown}Not everything was created; what was stays. Run the same command again: it creates only what is missing.",
                e
            );
        }
    }

    /// <summary>What the local cloud has from the start, where the environment names nothing else.</summary>
    private static DeploymentEnvironment WithLocalDefaults(DeploymentEnvironment environment, CloudDescription cloud) =>
        environment with
        {
            SubscriptionId = environment.SubscriptionId ?? cloud.SubscriptionId,
            ResourceGroup = environment.ResourceGroup ?? cloud.ResourceGroup,
            WorkspaceName = environment.WorkspaceName ?? cloud.WorkspaceName,
            Vault = environment.Vault is { HostNameType: UriHostNameType.Dns } named
                ? named
                : new Uri($"https://{cloud.VaultName}.vault.azure.net"),
        };
}
