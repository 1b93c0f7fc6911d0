using Build.Running;
using Cake.Frosting;
using Layercake.LocalCloud;

namespace Build.Tasks;

/// <summary>The embedded cloud as a program of its own.</summary>
[TaskName("LocalCloud")]
[TaskDescription("Runs Entra, a Key Vault, ARM and a workspace on this machine until Ctrl-C.")]
public sealed class LocalCloudTask(TimeProvider clock) : AsyncFrostingTask<BuildContext>
{
    public override async Task RunAsync(BuildContext context)
    {
        var file = context.CloudFile;
        if (await CloudDescription.FindRunningAsync(file, context.CancellationToken) is { } running)
            throw new BuildFailedException(
                ExitCodes.Refused,
                $"A local cloud is running already at {running.WorkspaceHttp} (process {running.ProcessId}). Use it, or stop it first."
            );

        await using var cloud = await StartAsync(context);
        Describe(
            cloud.Description,
            file,
            context.Arguments["cloud-file"] is { } given ? $"--env=local --cloud-file={given}" : "--env=local"
        );
        await UntilStoppedAsync(context.CancellationToken);
    }

    private async Task<LocalCloudServer> StartAsync(BuildContext context)
    {
        var options = new LocalCloudOptions
        {
            StateDirectory = context.CloudStateFolder,
            HttpPort = context.Arguments.Port("http-port"),
            HttpsPort = context.Arguments.Port("https-port"),
            DescriptionFile = context.CloudFile,
            Clock = clock,
        };

        try
        {
            return await LocalCloudServer.StartAsync(options, context.CancellationToken);
        }
        catch (LocalCloudException error)
        {
            throw new BuildFailedException(ExitCodes.Refused, error.Message, error);
        }
    }

    private static void Describe(CloudDescription cloud, string file, string options) =>
        Console.Out.WriteLine(
            $"""
            The local cloud is ready.

              workspace    {cloud.WorkspaceHttp}  {cloud.WorkspaceHttps}
              Entra        {cloud.Authority}
              Key Vault    {cloud.Vault}
              ARM          {cloud.Arm}
              admin        {cloud.Admin}
              certificate  {cloud.CertificatePem}
              token        "token" in {file}

              curl -H "Authorization: Bearer $(sed -n 's/.*"token": "\(.*\)".*/\1/p' '{file}')" {cloud.WorkspaceHttp}/api/2.0/clusters/list

            Deployments with {options} use it. Ctrl-C stops it.
            """
        );

    /// <summary>Being stopped is how this task ends, so it is no failure.</summary>
    private static async Task UntilStoppedAsync(CancellationToken ct)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = ct.Register(stopped.SetResult);
        await stopped.Task;
    }
}
