using System.Reflection;
using Cake.Core;
using Cake.Core.Diagnostics;
using Cake.Core.Scripting;

namespace Cake.Frosting;

/// <summary>Registers the task classes and the lifetimes with Cake's engine.</summary>
internal sealed class TaskRegistrar(
    IFrostingContext context,
    ICakeLog log,
    IEnumerable<IFrostingTask> tasks,
    IEnumerable<IFrostingSetup> setups,
    IEnumerable<IFrostingTeardown> teardowns,
    IEnumerable<IFrostingTaskSetup> taskSetups,
    IEnumerable<IFrostingTaskTeardown> taskTeardowns
)
{
    public void Register(IScriptHost host)
    {
        foreach (var task in tasks)
        {
            if (TaskShape.Of(task) is var shape && shape.Fits(context))
                Register(host.Task(shape.Name), task, shape);
            else
                log.Warning("Task {0} is left out: the context is not a {1}.", shape.Name, shape.Context?.FullName);
        }

        // Cake takes one action for each of the four.
        if (setups.LastOrDefault() is { } setup)
            host.Setup(info => setup.Setup(context, info));
        if (teardowns.LastOrDefault() is { } teardown)
            host.Teardown(info => teardown.Teardown(context, info));
        if (taskSetups.LastOrDefault() is { } taskSetup)
            host.TaskSetup(info => taskSetup.Setup(context, info));
        if (taskTeardowns.LastOrDefault() is { } taskTeardown)
            host.TaskTeardown(info => taskTeardown.Teardown(context, info));
    }

    // Only what a class overrides is wired. A task without an action counts as a mere name for its dependencies, and an
    // error handler that is always there would swallow every failure.
    private void Register(CakeTaskBuilder builder, IFrostingTask task, TaskShape shape)
    {
        var type = task.GetType();

        if (type.GetCustomAttribute<TaskDescriptionAttribute>() is { } description)
            builder.Description(description.Description);
        foreach (var dependency in type.GetCustomAttributes<IsDependentOnAttribute>())
            builder.IsDependentOn(TaskShape.NameOf(dependency.Task));
        foreach (var dependee in type.GetCustomAttributes<IsDependeeOfAttribute>())
            builder.IsDependeeOf(TaskShape.NameOf(dependee.Task));

        if (shape.Overrides("Run") || shape.Overrides("RunAsync"))
            builder.Does(() => task.RunAsync(context));
        if (shape.Overrides("ShouldRun"))
            builder.WithCriteria(() => task.ShouldRun(context), task.SkippedMessage);
        if (shape.Overrides("OnError"))
            builder.OnError(exception => task.OnError(exception, context));
        if (shape.Overrides("Finally"))
            builder.Finally(() => task.Finally(context));
        if (type.IsDefined(typeof(ContinueOnErrorAttribute)))
            builder.ContinueOnError();
    }
}
