using System.Reflection;
using Cake.Frosting;

namespace Build.CommandLine;

/// <summary>A task that the command line can name.</summary>
internal sealed record Target(string Name, string Sentence);

/// <summary>The tasks, found by their classes, and the order in which several of them run.</summary>
internal sealed class TargetTable(IEnumerable<Target> targets)
{
    // A task comes after those it needs, or the order would be a circle. Init scripts before the clusters that run them, clusters before
    // the jobs that name them: whatever order they were asked for in.
    private static readonly string[] Order =
    [
        "Test",
        "Validate",
        "Package",
        "ProvisionInfrastructure",
        "CheckConnection",
        "FetchSecrets",
        "GetToken",
        "Unlock",
        "Forget",
        "ValidateOnline",
        "Plan",
        "DeployInitScripts",
        "DeployClusters",
        "StopClusters",
        "DeployNotebooks",
        "DeployJobs",
        "Deploy",
        "Prune",
        "RunNotebook",
        "RunJob",
        "TestNotebooks",
        "ExportInitScripts",
        "ExportClusters",
        "ExportNotebooks",
        "ExportJobs",
        "Export",
    ];

    private readonly IReadOnlyList<Target> all =
    [
        .. targets.OrderBy(target => Place(target.Name)).ThenBy(target => target.Name, StringComparer.Ordinal),
    ];

    /// <summary>In the order in which they run.</summary>
    public IReadOnlyList<Target> All => all;

    public IEnumerable<string> Names => all.Select(target => target.Name);

    public static TargetTable In(Assembly assembly) =>
        new(
            assembly
                .GetExportedTypes()
                .Where(type => type is { IsClass: true, IsAbstract: false } && typeof(IFrostingTask).IsAssignableFrom(type))
                .Select(type => new Target(
                    type.GetCustomAttribute<TaskNameAttribute>()?.Name ?? type.Name,
                    type.GetCustomAttribute<TaskDescriptionAttribute>()?.Description ?? ""
                ))
        );

    /// <summary>Upper and lower case are the same.</summary>
    public Target? Find(string name) => all.FirstOrDefault(target => target.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Each once, sorted.</summary>
    public IReadOnlyList<string> InOrder(IReadOnlyCollection<string> names) => [.. Names.Where(names.Contains)];

    private static int Place(string name)
    {
        var place = Array.IndexOf(Order, name);
        return place < 0 ? Order.Length : place;
    }
}
