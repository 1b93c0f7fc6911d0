using Build.CommandLine;
using Build.Running;
using Layercake.LocalCloud;

namespace Build.LocalClouds;

/// <summary>A local cloud that other processes find by the file that describes it.</summary>
internal static class StartedCloud
{
    /// <exception cref="BuildFailedException">Another one has the state, or a port is taken.</exception>
    /// <exception cref="OperationCanceledException">The run was stopped; it says so.</exception>
    public static async Task<LocalCloudServer> StartAsync(RunOptions run, HostArguments arguments, TimeProvider clock)
    {
        var options = new LocalCloudOptions
        {
            StateDirectory = run.CloudStateFolder,
            HttpPort = arguments.Port("http-port"),
            HttpsPort = arguments.Port("https-port"),
            DescriptionFile = run.CloudFile,
            Clock = clock,
        };

        try
        {
            return await LocalCloudServer.StartAsync(options, run.CancellationToken);
        }
        catch (OperationCanceledException error) when (run.CancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException("Stopped before the local cloud was ready.", error, run.CancellationToken);
        }
        catch (LocalCloudException error)
        {
            throw new BuildFailedException(ExitCodes.Refused, error.Message, error);
        }
    }
}
