using Build.CommandLine;
using Build.Deployments;
using Cake.Core;
using Layercake.Engine.Kinds;

namespace Build;

/// <summary>The tasks of the kinds, which have no classes: a deployment and an export of each kind alone.</summary>
internal sealed class KindTasks(IDeployment deployment, IExports exports, IReadOnlyList<KindDescription> kinds)
{
    // What a task class says with IsDependentOn, which takes only another class.
    private static readonly Dictionary<string, string> Needs = new(StringComparer.Ordinal) { ["TestNotebooks"] = "DeployNotebooks" };

    public void RegisterWith(ICakeEngine engine)
    {
        foreach (var kind in kinds)
        {
            Register(engine, KindTargets.Deploy(kind.Name), kind.Deploys, () => deployment.DeployAsync([kind.Name]));
            Register(engine, KindTargets.Export(kind.Name), kind.Exports, () => exports.RunAsync([kind.Name]));
        }
    }

    /// <summary>Adds to a task with a class the tasks of kinds that it needs.</summary>
    public static CakeTaskBuilder AddNeeds(CakeTaskBuilder task) =>
        Needs.TryGetValue(task.Task.Name, out var needed) ? task.IsDependentOn(needed) : task;

    private static void Register(ICakeEngine engine, string name, string sentence, Func<Task> action) =>
        engine.RegisterTask(name).Description(sentence).IsDependentOn("GetToken").Does(action);
}
