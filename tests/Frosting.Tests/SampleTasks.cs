using Cake.Core;
using Cake.Frosting;

namespace Layercake.Frosting.Tests;

[TaskName("Fetch")]
[TaskDescription("Fetches the parts.")]
public sealed class FetchTask : FrostingTask<NotingContext>
{
    public override void Run(NotingContext context) => context.Note("fetch");
}

[TaskName("Make")]
[TaskDescription("Makes the whole.")]
[IsDependentOn(typeof(FetchTask))]
public sealed class MakeTask : AsyncFrostingTask<NotingContext>
{
    public override async Task RunAsync(NotingContext context)
    {
        await Task.Yield();
        context.Note("make");
    }

    public override void Finally(NotingContext context) => context.Note("make, finally");
}

[IsDependeeOf(typeof(MakeTask))]
public sealed class CleanTask : FrostingTask<NotingContext>
{
    public override void Run(NotingContext context) => context.Note("clean");
}

[TaskName("Optional")]
public sealed class OptionalTask : FrostingTask<NotingContext>, IFrostingTask
{
    string IFrostingTask.SkippedMessage => "Nobody asked for it.";

    public override bool ShouldRun(NotingContext context) => context.Arguments.HasArgument("please");

    public override void Run(NotingContext context) => context.Note("optional");
}

[TaskName("AfterOptional")]
[IsDependentOn(typeof(OptionalTask))]
public sealed class AfterOptionalTask : FrostingTask<NotingContext>
{
    public override void Run(NotingContext context) => context.Note("after");
}

[TaskName("Break")]
public sealed class BreakTask : FrostingTask<NotingContext>
{
    public override void Run(NotingContext context) => throw new InvalidOperationException("It broke.");

    public override void Finally(NotingContext context) => context.Note("break, finally");
}

[TaskName("AfterBreak")]
[IsDependentOn(typeof(BreakTask))]
public sealed class AfterBreakTask : FrostingTask<NotingContext>
{
    public override void Run(NotingContext context) => context.Note("after");
}

[TaskName("Mend")]
public sealed class MendTask : FrostingTask<NotingContext>
{
    public override void Run(NotingContext context) => throw new InvalidOperationException("It broke.");

    public override void OnError(Exception exception, NotingContext context) => context.Note($"mended: {exception.Message}");
}

[TaskName("Shrug")]
[ContinueOnError]
public sealed class ShrugTask : FrostingTask<NotingContext>
{
    public override void Run(NotingContext context) => throw new InvalidOperationException("It broke.");
}

[TaskName("Echo")]
public sealed class EchoTask : FrostingTask<NotingContext>
{
    public override void Run(NotingContext context) => context.Note(string.Join(' ', context.Arguments.GetArguments("word")));
}

[TaskName("Where")]
public sealed class WhereTask : FrostingTask<NotingContext>
{
    public override void Run(NotingContext context) => context.Note(context.Environment.WorkingDirectory.FullPath);
}

[TaskName("Everything")]
[IsDependentOn(typeof(MakeTask))]
public sealed class EverythingTask : FrostingTask;

[TaskName("Foreign")]
public sealed class ForeignTask : FrostingTask<ForeignContext>;

public sealed class ForeignContext(ICakeContext context) : FrostingContext(context);

[TaskName("Hidden")]
internal sealed class HiddenTask : FrostingTask<NotingContext>;

public sealed class NotingLifetime : FrostingLifetime<NotingContext>
{
    public override void Setup(NotingContext context, ISetupContext info) => context.Note("setup");

    public override void Teardown(NotingContext context, ITeardownContext info) =>
        context.Note($"teardown after {info.ThrownException?.GetType().Name ?? "success"}");
}

public sealed class NotingTaskLifetime : FrostingTaskLifetime<NotingContext>
{
    public override void Setup(NotingContext context, ITaskSetupContext info) => context.Note($"before {info.Task.Name}");

    public override void Teardown(NotingContext context, ITaskTeardownContext info) => context.Note($"after {info.Task.Name}");
}
