using Cake.Cli;
using Cake.Cli.Infrastructure;
using Cake.Core;
using Cake.Core.Configuration;
using Cake.Core.IO;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console.Cli;
using CakeCli = Cake.Cli.ServiceCollectionExtensions;

namespace Cake.Frosting;

/// <summary>Cake's own services, then the tasks, then what the program registers, which therefore has the last word.</summary>
internal static class HostContainer
{
    public static ServiceProvider Build(HostBlueprint blueprint, HostCommandSettings settings, IRemainingArguments remaining)
    {
        var arguments = remaining.ToCakeArguments(settings.NoReport, settings.Targets);
        var services = new ServiceCollection();
        CakeCli.AddCakeDiagnostics(services);
        CakeCli.UseCakeDefaultModules(services);

        services.AddSingleton<ICakeVersionFeature, VersionFeature>();
        services.AddSingleton<ICakeInfoFeature, InfoFeature>();
        services.AddSingleton<IVersionResolver, VersionResolver>();
        services.AddSingleton<ICakeArguments>(arguments);
        services.AddSingleton(provider => Configuration(provider, arguments));
        services.UseContext<FrostingContext>();

        foreach (var task in blueprint.Assemblies.SelectMany(assembly => assembly.GetExportedTypes()).Where(IsTask))
            services.AddSingleton(typeof(IFrostingTask), task);
        foreach (var configure in blueprint.Configurations)
            configure(services);

        return services.BuildServiceProvider();
    }

    private static bool IsTask(Type type) =>
        type is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false } && typeof(IFrostingTask).IsAssignableFrom(type);

    private static ICakeConfiguration Configuration(IServiceProvider provider, ICakeArguments arguments)
    {
        var environment = provider.GetRequiredService<ICakeEnvironment>();
        var settings = provider.GetServices<HostSetting>().Select(setting => KeyValuePair.Create(setting.Key, setting.Value));
        var overrides = arguments
            .GetArguments()
            .ToDictionary(
                argument => argument.Key,
                argument => argument.Value.LastOrDefault() ?? string.Empty,
                StringComparer.OrdinalIgnoreCase
            );

        return new CakeConfigurationProvider(provider.GetRequiredService<IFileSystem>(), environment).CreateConfiguration(
            environment.WorkingDirectory,
            settings,
            overrides
        );
    }
}
