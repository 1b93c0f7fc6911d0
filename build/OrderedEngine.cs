using Cake.Core;

namespace Build;

/// <summary>
/// Cake's engine, which runs several targets in any order that their dependencies allow; here they run in the order they are given in. From
/// the start it has the tasks of the kinds, which Cake Frosting cannot find as classes.
/// </summary>
internal sealed class OrderedEngine : ICakeEngine
{
    private readonly CakeEngine engine;

    public OrderedEngine(CakeEngine engine, KindTasks kinds)
    {
        this.engine = engine;
        kinds.RegisterWith(engine);
    }

    public event EventHandler<BeforeSetupEventArgs> BeforeSetup
    {
        add => engine.BeforeSetup += value;
        remove => engine.BeforeSetup -= value;
    }

    public event EventHandler<AfterSetupEventArgs> AfterSetup
    {
        add => engine.AfterSetup += value;
        remove => engine.AfterSetup -= value;
    }

    public event EventHandler<BeforeTeardownEventArgs> BeforeTeardown
    {
        add => engine.BeforeTeardown += value;
        remove => engine.BeforeTeardown -= value;
    }

    public event EventHandler<AfterTeardownEventArgs> AfterTeardown
    {
        add => engine.AfterTeardown += value;
        remove => engine.AfterTeardown -= value;
    }

    public event EventHandler<BeforeTaskSetupEventArgs> BeforeTaskSetup
    {
        add => engine.BeforeTaskSetup += value;
        remove => engine.BeforeTaskSetup -= value;
    }

    public event EventHandler<AfterTaskSetupEventArgs> AfterTaskSetup
    {
        add => engine.AfterTaskSetup += value;
        remove => engine.AfterTaskSetup -= value;
    }

    public event EventHandler<BeforeTaskTeardownEventArgs> BeforeTaskTeardown
    {
        add => engine.BeforeTaskTeardown += value;
        remove => engine.BeforeTaskTeardown -= value;
    }

    public event EventHandler<AfterTaskTeardownEventArgs> AfterTaskTeardown
    {
        add => engine.AfterTaskTeardown += value;
        remove => engine.AfterTaskTeardown -= value;
    }

    /// <summary>By name, whatever order they were registered in.</summary>
    public IReadOnlyList<ICakeTaskInfo> Tasks => [.. engine.Tasks.OrderBy(task => task.Name, StringComparer.Ordinal)];

    public Task<CakeReport> RunTargetAsync(ICakeContext context, IExecutionStrategy strategy, ExecutionSettings settings)
    {
        // Each target waits for the one before it in this run alone; on its own it needs no other.
        foreach (var (before, after) in settings.Targets.Zip(settings.Targets.Skip(1)))
        {
            if (engine.Tasks.FirstOrDefault(task => task.Name == after) is CakeTask task)
                task.Dependencies.Add(new CakeTaskDependency(before, required: false));
        }

        return engine.RunTargetAsync(context, strategy, settings);
    }

    public CakeTaskBuilder RegisterTask(string name) => KindTasks.AddNeeds(engine.RegisterTask(name));

    public void RegisterSetupAction(Action<ISetupContext> action) => engine.RegisterSetupAction(action);

    public void RegisterSetupAction<TData>(Func<ISetupContext, TData> action)
        where TData : class => engine.RegisterSetupAction(action);

    public void RegisterTeardownAction(Action<ITeardownContext> action) => engine.RegisterTeardownAction(action);

    public void RegisterTeardownAction<TData>(Action<ITeardownContext, TData> action)
        where TData : class => engine.RegisterTeardownAction(action);

    public void RegisterTaskSetupAction(Action<ITaskSetupContext> action) => engine.RegisterTaskSetupAction(action);

    public void RegisterTaskSetupAction<TData>(Action<ITaskSetupContext, TData> action)
        where TData : class => engine.RegisterTaskSetupAction(action);

    public void RegisterTaskTeardownAction(Action<ITaskTeardownContext> action) => engine.RegisterTaskTeardownAction(action);

    public void RegisterTaskTeardownAction<TData>(Action<ITaskTeardownContext, TData> action)
        where TData : class => engine.RegisterTaskTeardownAction(action);
}
