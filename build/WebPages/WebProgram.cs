using System.Net.Sockets;
using Build.CommandLine;
using Build.Git;
using Build.LocalClouds;
using Build.Preparation;
using Build.Running;
using Layercake.LocalCloud;
using Layercake.Secrecy;
using Layercake.Web;
using Layercake.Web.Configuration;

namespace Build.WebPages;

/// <summary>Starts the web page, says how to open it, and waits to be stopped.</summary>
/// <remarks>No field of it is of the page's own types: only this task is to load them.</remarks>
internal sealed class WebProgram(
    RunOptions run,
    HostArguments arguments,
    RunScope.Creation create,
    Func<string, string?> variable,
    Redactor redactor,
    TimeProvider clock
) : IWebProgram
{
    public async Task RunAsync()
    {
        using var only = ServerLock.Take(RunWords.FolderIn(run));
        var signIn = await CloneAsync();
        var settings = ReadSettings() with { SignIn = signIn };
        var web = run.For(settings.Folder?.Copy, settings.EnvironmentsFolder);
        ThrowIfNoEnvironment(web);
        var configuration = WebConfigurations.Read(web, arguments, EnvironmentReader.Names(web), variable);
        settings = settings with { HasOneUser = configuration.Mode == SignInMode.OneTimeAddress };
        redactor.Register(configuration.Entra?.ClientSecret);
        web = WebConfigurations.Pinned(web, configuration);

        // One cloud for all runs for local environments: the one that runs already, else one of this process. A server that has no such
        // environment needs none.
        var running = await CloudDescription.FindRunningAsync(web.CloudFile, web.CancellationToken);
        var starts = running is null && EnvironmentReader.AnyIsLocal(web);
        await using var started = starts ? await StartedCloud.StartAsync(web, arguments, clock) : null;
        var host = new WebRunHost(web, arguments, settings, create, redactor, clock);
        await using var server = await StartAsync(host, configuration, running ?? started?.Description);
        var address = server.SignInAddress is { } once
            ? $"The page is ready. Open this address, which works once:\n\n{once}"
            : $"The page is ready. Users sign in at:\n\n{server.Address}";
        Console.Out.WriteLine(
            $"""
            {address}

            Files      {settings.Folder?.Path ?? run.AssetsDescription}
            Ctrl-C stops it.
            """
        );
        await Waiting.UntilStoppedAsync(run.CancellationToken);
        await host.EndAsync();
    }

    private WebSettings ReadSettings()
    {
        var settings = new WebVariables(variable, run, arguments).Read();
        foreach (var line in settings.Said)
            Console.Out.WriteLine(line);
        return settings;
    }

    /// <returns>What signs in to the remote; null where Git knows that itself.</returns>
    private async Task<GitSignIn?> CloneAsync()
    {
        if (arguments["clone"] is not { } text || CloneAddress.Parse(text) is not { } address)
            return null;

        foreach (var secret in address.Secrets)
            redactor.Register(secret);
        var clone = new AssetsClone(address, run.AssetsFolder);
        var isNew = await clone.EnsureAsync(arguments["clone-branch"], run.CancellationToken);
        Console.Out.WriteLine(isNew ? $"Cloned {address.Plain}." : $"Took the clone of {address.Plain} as it was; the page can pull.");
        return clone.SignIn;
    }

    private static void ThrowIfNoEnvironment(RunOptions web)
    {
        if (EnvironmentReader.Names(web).Count == 0)
            throw new BuildFailedException(
                ExitCodes.Wrong,
                $"There is no environment: no .json file is in deployment/environments of {web.AssetsDescription}. Add one, or give the "
                    + "folder of assets that has some: --assets=DIR, or --clone=URL. Or name a workspace by DATABRICKS_HOST."
            );
    }

    private async Task<WebServer> StartAsync(WebRunHost host, WebConfiguration web, CloudDescription? cloud)
    {
        foreach (var warning in host.Environments().Select(web.DeployAs.Warning).OfType<string>())
            Console.Out.WriteLine($"Warning: {warning}");
        var options = new WebOptions
        {
            Port = arguments.Port("port"),
            Configuration = web,
            Redactor = redactor,
            EntraHandler = LocalEntra.HandlerOf(web, cloud),
            Errors = Console.Error,
            Clock = clock,
        };
        try
        {
            return await WebServer.StartAsync(options, host, run.CancellationToken);
        }
        catch (SocketException e)
        {
            throw new BuildFailedException(
                ExitCodes.Refused,
                $"{web.Listen} cannot be listened on: {e.Message}. Give listen an address of this machine.",
                e
            );
        }
        catch (IOException e)
        {
            throw new BuildFailedException(ExitCodes.Refused, $"{e.Message} Give another port: --port=N, or 0 for any free one.", e);
        }
    }
}
