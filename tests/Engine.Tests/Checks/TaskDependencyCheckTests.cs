using static Layercake.Engine.Tests.Checks.JobChecks;

namespace Layercake.Engine.Tests.Checks;

public sealed class TaskDependencyCheckTests
{
    [Fact]
    public void A_circle_of_tasks_is_named_once() =>
        Assert.Equal(
            ["error JOB005: jobs.j: tasks depend on each other in a circle: b → c → b. Remove one of these dependencies."],
            Codes(Checked.Tasks($"{Task("a")}, {Task("b", "c")}, {Task("c", "b", "a")}, {Task("d", "c")}"))
        );

    [Fact]
    public void Two_circles_are_both_named_and_so_is_a_task_that_waits_for_itself() =>
        Assert.Equal(
            [
                "error JOB005: jobs.j: tasks depend on each other in a circle: a → b → c → a. Remove one of these dependencies.",
                "error JOB005: jobs.j: the task d depends on itself. Remove that dependency.",
            ],
            Codes(Checked.Tasks($"{Task("a", "b")}, {Task("b", "c")}, {Task("c", "a")}, {Task("d", "d")}"))
        );

    [Fact]
    public void A_diamond_is_no_circle() =>
        Assert.Empty(Checked.Tasks($"{Task("a")}, {Task("b", "a")}, {Task("c", "a")}, {Task("d", "b", "c", "a")}"));

    [Fact]
    public void A_dependency_on_no_task_is_told_with_the_nearest() =>
        Assert.Equal(
            [
                "error JOB004: jobs.j: the task b depends on the task lod, which the job does not have. Did you mean load? Add the "
                    + "task or correct the key.",
            ],
            Codes(Checked.Tasks($"{Task("load")}, {Task("b", "lod")}"))
        );
}
