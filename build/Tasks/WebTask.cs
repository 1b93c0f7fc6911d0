using Build.WebPages;
using Cake.Frosting;

namespace Build.Tasks;

/// <summary>Runs <see cref="IWebProgram"/>.</summary>
[TaskName("Web")]
[TaskDescription("Serves a page on this machine, until Ctrl-C, that exports, validates, deploys and removes.")]
public sealed class WebTask(IWebProgram program) : AsyncFrostingTask<BuildContext>
{
    public override Task RunAsync(BuildContext context) => program.RunAsync();
}
