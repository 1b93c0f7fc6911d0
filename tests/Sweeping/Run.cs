using Layercake.Engine;
using Layercake.Engine.Applying;
using Layercake.Engine.Declarations;
using Layercake.Engine.Exporting;
using Layercake.Engine.Kinds;
using Layercake.Engine.Loading;
using Layercake.Engine.Memory;
using Layercake.Engine.Planning;
using Layercake.Engine.Pruning;
using Layercake.Engine.Sealing;
using Layercake.Rest;
using Layercake.Secrecy;
using Layercake.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Layercake.Sweeping;

/// <summary>One process that does one target, as the host does it.</summary>
public sealed class Run : IDisposable
{
    private const int MostPlans = 3;

    // Someone who is refused comes back; whatever a lease may ask for has run out by then.
    private const int MostAttempts = 10;

    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMinutes(1);

    private readonly World world;
    private readonly KillSwitch network;
    private readonly HttpMessageInvoker http;
    private readonly CancellationTokenSource life = new();
    private readonly Redactor redactor = new();
    private readonly DeploymentSession session;

    /// <param name="point">Where it is killed; null lets it live.</param>
    public Run(World world, KillPoint? point = null)
    {
        this.world = world;
        var machine = world.Machine;
        network = new KillSwitch(
            world.Network,
            point,
            () =>
            {
                machine.Freeze();
                life.Cancel();
            }
        );
        http = new HttpMessageInvoker(network);
        var options = new WorkspaceOptions
        {
            Url = new Uri(world.Cloud.Description.WorkspaceHttp),
            Token = world.SignIn(),
            Clock = world.Clock,
            Concurrency = world.Environment.Concurrency,
        };
        session = new DeploymentSession(
            world.Environment,
            new WorkspaceClient(http, options, NullLogger<WorkspaceClient>.Instance),
            world.Clock,
            new NoSecrets(),
            $"{world.Deployer} on {machine.Name}",
            world.LeaseClock
        );
    }

    public IReadOnlyList<string> Requests => network.Requests;

    /// <summary>Runs a target to its end, or to its death.</summary>
    public async Task<RunResult> DoAsync(Target target)
    {
        var machine = world.Machine;
        var start = world.Clock.GetUtcNow();
        var result = new RunResult { Target = target };
        try
        {
            result = await UntilAllowedAsync(target);
        }
        catch (Exception e) when (network.IsDead)
        {
            result = result with { Error = e.GetType().Name };
        }
        catch (Exception e)
            when (e is WorkspaceApiException
                    or LeaseHeldException
                    or ApprovalLostException
                    or OperationCanceledException
                    or InvalidOperationException
            )
        {
            result = result with { Error = $"{e.GetType().Name}: {e.Message}" };
        }
        finally
        {
            if (network.IsDead)
                machine.Thaw();
        }

        return result with
        {
            Requests = network.Requests,
            Took = world.Clock.GetUtcNow() - start,
            IsDead = network.IsDead,
        };
    }

    public void Dispose()
    {
        http.Dispose();
        life.Dispose();
    }

    private async Task<RunResult> UntilAllowedAsync(Target target)
    {
        for (var attempt = 1; ; attempt++)
            try
            {
                return await OnceAsync(target);
            }
            catch (LeaseHeldException) when (attempt < MostAttempts && !network.IsDead && world.Clock is SelfAdvancingClock)
            {
                ((SelfAdvancingClock)world.Clock).Advance(BetweenAttempts);
            }
            catch (PlanOutOfDateException) when (attempt < MostPlans)
            {
                // The plan is made anew.
            }
    }

    private async Task<RunResult> OnceAsync(Target target) =>
        target switch
        {
            Target.Unlock => new RunResult { Target = target, Broke = await session.UnlockAsync(life.Token) is not null },
            Target.Export => await ExportAsync(),
            Target.StopClusters => await ApplyAsync(target, declared => session.PlanAsync(declared, Select([]), life.Token), stop: true),
            Target.Prune => await ApplyAsync(
                target,
                declared => session.PlanPruneAsync(declared, Options, null, life.Token),
                stop: false
            ),
            Target.SealDeployment => await SealAsync(target, null),
            Target.SealPrune => await SealAsync(target, new PruneRequest(Everything: false, Force: false, world.Environment.Name)),
            Target.SealDestroy => await SealAsync(
                target,
                new PruneRequest(Everything: false, Force: false, Confirmed: null, Destroys: true)
            ),
            Target.ApplySealed => await ApplySealedAsync(),
            Target.Destroy => await ApplyAsync(
                target,
                _ => session.PlanDestroyAsync(Options, life.Token),
                stop: false
            ),
            Target.DeployAndLeaveRunning => await ApplyAsync(
                target,
                declared => session.PlanAsync(declared, Select(KindTable.Names), life.Token),
                stop: false
            ),
            _ => await ApplyAsync(target, declared => session.PlanAsync(declared, Select(KindTable.Names), life.Token), stop: true),
        };

    private async Task<RunResult> ApplyAsync(Target target, Func<DeclaredAssets, Task<PlannedDeployment>> plan, bool stop)
    {
        var declared = DeploymentSession.Read(world.Environment, new AssetsFolder(world.Assets.FullPath));
        var planned = declared.HasErrors ? null : await plan(declared);
        var complaints = (planned is null ? declared.Findings : [.. planned.Findings, .. planned.Refusals])
            .Where(finding => finding.Severity == Severity.Error)
            .Select(finding => finding.ToString())
            .ToList();
        if (planned is null || complaints.Count > 0)
            return new RunResult
            {
                Target = target,
                Error = string.Join('\n', complaints),
                Planned = planned,
            };
        if (target == Target.Plan)
            return new RunResult { Target = target, Planned = planned };

        return new RunResult
        {
            Target = target,
            Planned = planned,
            Outcome = await session.ApplyAsync(planned, stop, new Nobody(), life.Token),
        };
    }

    private async Task<RunResult> SealAsync(Target target, PruneRequest? prune)
    {
        var declared =
            prune is { Destroys: true }
                ? new DeclaredAssets([], [])
                : DeploymentSession.Read(world.Environment, new AssetsFolder(world.Assets.FullPath));
        var planned = prune switch
        {
            null => await session.PlanAsync(declared, Select(KindTable.Names), life.Token),
            { Destroys: true } => await session.PlanDestroyAsync(new PruneOptions(), life.Token),
            _ => await session.PlanPruneAsync(declared, new PruneOptions { Confirmed = prune.Confirmed }, null, life.Token),
        };
        var made = await session.SealAsync(planned, declared, new PlanRequest { Prune = prune }, null, life.Token);
        if (made.Plan is null)
            return new RunResult { Target = target, Error = string.Join('\n', made.Problems), Planned = planned };

        SealedPlanFile.Write(made.Plan, world.PlanFile, redactor);
        return new RunResult { Target = target, Planned = planned };
    }

    private async Task<RunResult> ApplySealedAsync()
    {
        using var opened = OpenedPlan.Open(world.PlanFile, id: null, confirmed: world.Environment.Name);
        var planned = await session.PlanSealedAsync(opened.Plan, redactor, life.Token);
        return planned.Refusals.Count > 0
            ? new RunResult { Target = Target.ApplySealed, Error = string.Join('\n', planned.Refusals), Planned = planned }
            : new RunResult
            {
                Target = Target.ApplySealed,
                Planned = planned,
                Outcome = await session.ApplySealedAsync(opened.Plan, planned, redactor, new Nobody(), life.Token),
            };
    }

    private async Task<RunResult> ExportAsync()
    {
        var assets = new AssetsFolder(world.Assets.FullPath);
        var request = new ExportRequest
        {
            Kinds = Select(KindTable.Names).Kinds,
            Assets = assets,
            Declared = DeploymentSession.Read(world.Environment, assets),
        };
        return new RunResult { Target = Target.Export, Exported = await session.ExportAsync(request, new Nobody(), life.Token) };
    }

    private PruneOptions Options => new() { Confirmed = world.Environment.Name, DataLoss = new AllowedDataLoss(Platform.HoldsData) };

    private static Selection Select(IEnumerable<string> kinds) => new() { Kinds = kinds.ToHashSet() };
}
