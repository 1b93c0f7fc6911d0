using CsCheck;

namespace Layercake.Sweeping;

/// <summary>Several runs in a row on one environment, and what goes wrong in each.</summary>
public sealed record Schedule(IReadOnlyList<Step> Steps)
{
    private static readonly Gen<Target> Targets = Gen.Frequency(
        (6, Gen.Const(Target.Deploy)),
        (2, Gen.Const(Target.Prune)),
        (1, Gen.Const(Target.StopClusters))
    );

    private static readonly Gen<KillPoint?> Kills = Gen.Frequency(
        (2, Gen.Const((KillPoint?)null)),
        (1, Gen.Select(Gen.Int[1, 40], Gen.Bool, (request, handled) => (KillPoint?)new KillPoint(request, handled)))
    );

    /// <summary>Any schedule.</summary>
    public static Gen<Schedule> Any { get; } =
        Gen.Select(
                SmallProject.Any,
                Targets,
                Fault.Any.List[0, 6],
                Kills,
                Gen.Bool,
                (project, target, faults, kill, same) => new Step(project, target, faults, kill, same)
            )
            .List[1, 4]
            .Select(steps => new Schedule(steps));

    public override string ToString() => string.Join("\n", Steps.Select((step, number) => $"  {number + 1}. {step}"));
}

/// <summary>An edit of the files, and a run.</summary>
/// <param name="SameMachine">It is on the machine of the one before.</param>
public sealed record Step(SmallProject Project, Target Target, IReadOnlyList<Fault> Faults, KillPoint? Kill, bool SameMachine)
{
    public override string ToString() =>
        $"{Target} of {Project} on {(SameMachine ? "the same" : "another")} "
        + $"machine{(Kill is null ? "" : $", killed {Kill}")}{string.Concat(Faults.Select(fault => $"\n     {fault}"))}";
}
