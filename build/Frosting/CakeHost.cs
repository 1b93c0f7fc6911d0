using System.Reflection;
using Cake.Cli;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console.Cli;

namespace Cake.Frosting;

/// <summary>Finds the tasks of the program it runs in and runs the ones that the command line names.</summary>
public sealed class CakeHost
{
    private readonly List<Action<IServiceCollection>> configurations = [];
    private readonly HashSet<Assembly> assemblies = [];

    public CakeHost()
    {
        if (Assembly.GetEntryAssembly() is { } program)
            assemblies.Add(program);
    }

    public static CakeHost Create() => new();

    /// <summary>Looks for tasks in one more assembly.</summary>
    public CakeHost AddAssembly(Assembly assembly)
    {
        assemblies.Add(assembly);
        return this;
    }

    public CakeHost ConfigureServices(Action<IServiceCollection> services)
    {
        configurations.Add(services);
        return this;
    }

    /// <summary>Returns the exit code.</summary>
    public int Run(IEnumerable<string> args)
    {
        var registrations = new ServiceCollection();
        registrations.AddSingleton(new HostBlueprint(assemblies, configurations));

        var app = new CommandApp<HostCommand>(new TypeRegistrar(registrations));
        return app.Run(args);
    }
}
