using Cake.Cli;
using Cake.Core;
using Cake.Core.Diagnostics;
using Cake.Core.Scripting;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console.Cli;

namespace Cake.Frosting;

/// <summary>Does what the command line asks for.</summary>
internal sealed class HostCommand(HostBlueprint blueprint) : AsyncCommand<HostCommandSettings>
{
    public override async Task<int> ExecuteAsync(CommandContext context, HostCommandSettings settings, CancellationToken cancellationToken)
    {
        // The package does not dispose its container either: a program disposes what it brought along.
        var provider = HostContainer.Build(blueprint, settings, context.Remaining);
        var log = provider.GetRequiredService<ICakeLog>();
        log.Verbosity = settings.Verbosity;

        try
        {
            if (settings.Version)
                provider.GetRequiredService<ICakeVersionFeature>().Run(provider.GetRequiredService<IConsole>());
            else if (settings.Info)
                provider.GetRequiredService<ICakeInfoFeature>().Run(provider.GetRequiredService<IConsole>());
            else
                await RunTargetsAsync(provider, settings);
            return 0;
        }
        catch (Exception exception)
        {
            return log.LogException(exception);
        }
    }

    private static async Task RunTargetsAsync(ServiceProvider provider, HostCommandSettings settings)
    {
        // The configuration and the tools are looked for in the working directory, so it comes before whatever asks for them.
        var environment = provider.GetRequiredService<ICakeEnvironment>();
        var directory = settings.WorkingDirectory ?? provider.GetService<HostWorkingDirectory>()?.Path;
        if (directory is not null)
            environment.WorkingDirectory = directory.MakeAbsolute(environment);

        var host = ScriptHost(provider, settings);
        if (settings.Exclusive)
            host.Settings.UseExclusiveTarget();

        ActivatorUtilities.CreateInstance<TaskRegistrar>(provider).Register(host);
        await host.RunTargetsAsync(settings.Targets);
    }

    private static IScriptHost ScriptHost(IServiceProvider provider, HostCommandSettings settings) =>
        settings switch
        {
            { DryRun: true } => ActivatorUtilities.CreateInstance<DryRunScriptHost<IFrostingContext>>(provider),
            { Description: true } => ActivatorUtilities.CreateInstance<DescriptionScriptHost>(provider),
            { Tree: true } => ActivatorUtilities.CreateInstance<TreeScriptHost>(provider),
            _ => ActivatorUtilities.CreateInstance<BuildScriptHost<IFrostingContext>>(provider),
        };
}
