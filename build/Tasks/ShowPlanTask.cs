using Build.Sealing;
using Cake.Frosting;

namespace Build.Tasks;

/// <summary>Shows the plan of <c>--plan</c>.</summary>
[TaskName("ShowPlan")]
[TaskDescription("Shows the sealed plan of --plan=FILE, which Plan --out=FILE wrote.")]
public sealed class ShowPlanTask(IApprovedPlanView view) : FrostingTask<BuildContext>
{
    public override void Run(BuildContext context) => view.Show();
}
