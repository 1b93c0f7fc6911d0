using Build.CommandLine;
using Build.Running;
using Layercake.LocalCloud;

namespace Build.LocalClouds;

/// <summary>Starts the local cloud, says how to reach it, and waits to be stopped.</summary>
internal sealed class LocalCloudProgram(RunOptions run, HostArguments arguments, TimeProvider clock) : ILocalCloudProgram
{
    public async Task RunAsync()
    {
        var file = run.CloudFile;
        if (await CloudDescription.FindRunningAsync(file, run.CancellationToken) is { } running)
            throw new BuildFailedException(
                ExitCodes.Refused,
                $"A local cloud is running already at {running.WorkspaceHttp} (process {running.ProcessId}). Use it, or stop it first."
            );

        await using var cloud = await StartedCloud.StartAsync(run, arguments, clock);
        var options = arguments["cloud-file"] is { } given ? $"--env=local --cloud-file={given}" : "--env=local";
        Describe(cloud.Description, file, options);
        await Waiting.UntilStoppedAsync(run.CancellationToken);
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
}
