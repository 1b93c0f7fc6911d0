using System.Reflection;
using Build;
using Build.CommandLine;
using Build.Tasks;
using Cake.Frosting;
using Layercake.Engine.Kinds;

namespace Layercake.Build.Tests.Tasks;

public sealed class TaskClassTests
{
    private static readonly Type[] Tasks =
    [
        .. typeof(Program)
            .Assembly.GetTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && typeof(IFrostingTask).IsAssignableFrom(type)),
    ];

    // Cake finds public classes alone, and an internal one is missed without a word.
    [Fact]
    public void Every_task_is_public()
    {
        Assert.Contains(typeof(PlanTask), Tasks);
        Assert.All(Tasks, task => Assert.True(task.IsPublic, task.Name));
    }

    [Fact]
    public void Every_task_is_in_the_file_that_its_target_suggests() =>
        Assert.All(Tasks, task => Assert.Equal($"{task.GetCustomAttribute<TaskNameAttribute>()?.Name}Task", task.Name));

    [Fact]
    public void No_two_tasks_share_a_name() =>
        Assert.Equal(
            Tasks.Length,
            Tasks.Select(task => task.GetCustomAttribute<TaskNameAttribute>()?.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count()
        );

    [Fact]
    public void Every_task_says_in_a_sentence_what_it_does() =>
        Assert.All(Tasks, task => Assert.EndsWith(".", task.GetCustomAttribute<TaskDescriptionAttribute>()?.Description));

    [Fact]
    public void The_targets_are_the_ones_that_the_manual_names()
    {
        string[] kinds = ["init-scripts", "clusters", "notebooks", "jobs"];

        Assert.Equal(
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
                "DeployInitScripts",
                "DeployClusters",
                "StopClusters",
                "DeployNotebooks",
                "DeployJobs",
                "Deploy",
                "Prune",
                "Destroy",
                "RunNotebook",
                "RunJob",
                "TestNotebooks",
                "ExportInitScripts",
                "ExportClusters",
                "ExportNotebooks",
                "ExportJobs",
                "Export",
                "Lock",
                "LocalCloud",
                "Web",
            ],
            TargetTable.In(typeof(Program).Assembly, [.. KindTable.Described.Where(kind => kinds.Contains(kind.Name))]).Names
        );
    }
}
