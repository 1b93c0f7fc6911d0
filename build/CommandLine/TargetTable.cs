using System.Reflection;
using Cake.Frosting;
using Layercake.Engine.Kinds;

namespace Build.CommandLine;

/// <summary>A task that the command line can name.</summary>
internal sealed record Target(string Name, string Sentence);

/// <summary>The tasks, those with a class of their own and those of the kinds, and the order in which several of them run.</summary>
internal sealed class TargetTable
{
    // A task comes after those it needs, or the order would be a circle. Before the deployment of all kinds come those of one kind, in the
    // order of the kinds: clusters before the jobs that name them, whatever order they were asked for in. The exports likewise.
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
        "Adopt",
        "ValidateOnline",
        "Plan",
        "ShowPlan",
        "Deploy",
        "Prune",
        "Destroy",
        "RunNotebook",
        "RunJob",
        "TestNotebooks",
        "Export",
        "Lock",
    ];

    // Right after their deployment, so that no cluster waits for what is deployed next.
    private const string StopsClusters = "StopClusters";

    private readonly IReadOnlyList<Target> all;

    private TargetTable(IEnumerable<Target> ofClasses, IReadOnlyList<KindDescription> kinds)
    {
        var order = InOrder(kinds).ToList();
        all =
        [
            .. ofClasses
                .Concat(KindTargets.All(kinds))
                .OrderBy(target => order.IndexOf(target.Name) is var place and >= 0 ? place : order.Count)
                .ThenBy(target => target.Name, StringComparer.Ordinal),
        ];
        Uses = new TargetUses(kinds);
    }

    /// <summary>In the order in which they run.</summary>
    public IReadOnlyList<Target> All => all;

    /// <summary>Whether it brings what a workspace has to Git, of all kinds or of one.</summary>
    public static bool IsExport(string target) => target.StartsWith("Export", StringComparison.Ordinal);

    public IEnumerable<string> Names => all.Select(target => target.Name);

    /// <summary>What each of them uses.</summary>
    public TargetUses Uses { get; }

    /// <param name="assembly">Holds the task classes.</param>
    /// <param name="kinds">Those that have targets of their own, in order of deployment.</param>
    public static TargetTable In(Assembly assembly, IReadOnlyList<KindDescription> kinds) =>
        new(
            assembly
                .GetExportedTypes()
                .Where(type => type is { IsClass: true, IsAbstract: false } && typeof(IFrostingTask).IsAssignableFrom(type))
                .Select(type => new Target(
                    type.GetCustomAttribute<TaskNameAttribute>()?.Name ?? type.Name,
                    type.GetCustomAttribute<TaskDescriptionAttribute>()?.Description ?? ""
                )),
            kinds
        );

    /// <summary>Upper and lower case are the same.</summary>
    public Target? Find(string name) => all.FirstOrDefault(target => target.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Each once, sorted.</summary>
    public IReadOnlyList<string> InOrder(IReadOnlyCollection<string> names) => [.. Names.Where(names.Contains)];

    private static IEnumerable<string> InOrder(IReadOnlyList<KindDescription> kinds) =>
        Order
            .SelectMany(target => KindTargets.PartsOf(target, kinds).Append(target))
            .SelectMany(target => target == KindTargets.Deploy("clusters") ? [target, StopsClusters] : new[] { target });
}
