using Build.Printing;
using Build.Running;
using Build.Text;
using Layercake.Engine.Connecting;
using Layercake.Engine.Environments;
using Layercake.Identity.Tokens;
using Layercake.LocalCloud;

namespace Build.LocalClouds;

/// <summary>The cloud that <c>--env=local</c> deploys to: one that runs already, else one inside this process for the run.</summary>
internal sealed class LocalCloudLocator(Output output, TimeProvider clock) : IAsyncDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    private LocalCloudServer? own;

    /// <summary>The cloud that the run uses; null before that, and for any environment that is not local.</summary>
    public CloudDescription? Description { get; private set; }

    /// <summary>The environment with the addresses of the cloud, and how to sign in there.</summary>
    public async Task<(DeploymentEnvironment Environment, ConnectionOptions Options)> LocateAsync(
        DeploymentEnvironment environment,
        ConnectionOptions options,
        RunOptions run
    )
    {
        var cloud =
            own?.Description ?? await CloudDescription.FindRunningAsync(run.CloudFile, run.CancellationToken) ?? await StartAsync(run);
        Description = cloud;
        var located = environment with
        {
            WorkspaceUrl = environment.WorkspaceUrl ?? (environment.WorkspaceName is null ? new Uri(cloud.WorkspaceHttp) : null),
            Vault = environment.Vault ?? new Uri(cloud.Vault),
            TenantId = environment.TenantId ?? LocalSignIn.TenantId(environment, cloud),
            ClientId = environment.ClientId ?? LocalSignIn.ClientId(environment, cloud),
            SecretNames = LocalSignIn.SecretNames(environment, cloud),
        };
        var variables = LocalSignIn.Variables(environment.AuthorityType, cloud);
        return (
            located,
            options with
            {
                Cloud = LocalAzureCloud.Of(cloud),
                Developer = new AppCredentials(cloud.TenantId, cloud.DeveloperClientId, cloud.DeveloperClientSecret),
                Variable = name => variables.TryGetValue(name, out var value) ? value : options.Variable(name),
            }
        );
    }

    public async ValueTask DisposeAsync()
    {
        if (own is not null)
            await own.DisposeAsync();
    }

    private async Task<CloudDescription> StartAsync(RunOptions run)
    {
        if (run.CloudFileGiven is { } given)
        {
            var reason = File.Exists(given)
                ? $"No local cloud answers where {given} says"
                : $"There is no file {given} of a local cloud that runs";
            output.Line($"{reason}, so one inside this process is used, which remembers in {run.CloudStateFolder}.", Tone.Change);
        }

        var start = clock.GetTimestamp();
        for (var shown = false; ; shown = true)
            try
            {
                own = await LocalCloudServer.StartAsync(
                    new LocalCloudOptions { StateDirectory = run.CloudStateFolder, Clock = clock },
                    run.CancellationToken
                );
                return own.Description;
            }
            catch (LocalCloudBusyException error) when (clock.GetElapsedTime(start) < LongestWait)
            {
                // Another deployment on this machine has the cloud's state for as long as it runs.
                if (!shown)
                    output.Line($"Waiting up to {LongestWait.TotalSeconds:0} s: {error.Message}");

                await Task.Delay(TimeSpan.FromMilliseconds(200), clock, run.CancellationToken);
            }
            catch (LocalCloudException error)
            {
                throw new BuildFailedException(
                    error is LocalCloudBusyException ? ExitCodes.Refused : ExitCodes.Wrong,
                    error.Message,
                    error
                );
            }
    }
}
