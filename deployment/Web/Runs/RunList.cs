using System.Globalization;
using Layercake.Engine.Planning;
using Layercake.Web.Access;

namespace Layercake.Web.Runs;

/// <summary>The runs of this server. They belong to no browser: whoever may look at an environment sees all of its runs.</summary>
public sealed class RunList(IRunHost host, TimeProvider clock, AppModes modes, UserSignIns signIns)
{
    /// <summary>How many runs are listed, and kept on disk.</summary>
    public const int MostKept = 100;

    private readonly Lock gate = new();
    private readonly List<WebRun> runs = [.. host.Earlier()];
    private int number;

    /// <summary>The environments that the user may look at, in alphabetical order.</summary>
    public IReadOnlyList<string> Environments(WebUser user)
    {
        RequireInTime(user);
        return [.. host.Environments().Where(environment => user.May(WebRole.Look, environment))];
    }

    /// <inheritdoc cref="IRunHost.DescribeAsync"/>
    /// <exception cref="AccessDeniedException">The user may not look at it.</exception>
    public Task<EnvironmentDescription> DescribeAsync(WebUser user, string environment, CancellationToken ct)
    {
        Require(user, [WebRole.Look], environment);
        return host.DescribeAsync(environment, signIns.Of(user), ct);
    }

    /// <summary>The newest first, of the environments that the user may look at.</summary>
    public IReadOnlyList<WebRun> All(WebUser user)
    {
        RequireInTime(user);
        lock (gate)
            return [.. runs.Where(run => user.May(WebRole.Look, run.Request.Environment)).Reverse()];
    }

    public WebRun? Find(WebUser user, string id) => All(user).FirstOrDefault(run => run.Id == id);

    /// <inheritdoc cref="IRunHost.ReadTextsAsync"/>
    /// <exception cref="AccessDeniedException">The user may not look at the run's environment.</exception>
    public Task<TextPair?> ReadTextsAsync(WebUser user, WebRun run, string asset, string file, CancellationToken ct)
    {
        Require(user, [WebRole.Look], run.Request.Environment);
        var signIn = signIns.Of(user);
        return RunTasks.WayOf(run.Request.Task) == AppMode.Import && signIn.Problem(run.Request.Environment) is { } problem
            ? throw new RunRefusedException(problem)
            : host.ReadTextsAsync(run, asset, file, signIn, ct);
    }

    /// <summary>The newest run of an environment that did one of these tasks; null when there is none.</summary>
    public WebRun? Last(WebUser user, string environment, params RunTask[] tasks) =>
        All(user).FirstOrDefault(run => run.Request.Environment == environment && tasks.Contains(run.Request.Task));

    /// <summary>
    /// The newest plan of a task that the user can still apply as it was looked at: nothing was imported, exported or pulled since; null
    /// where there is none. Where runs act as their user, only that user applies a plan, and the tries of others do not count.
    /// </summary>
    public WebRun? LastPlan(WebUser user, string environment, RunTask task)
    {
        var isOwn = signIns.Rules.Of(environment) == DeployAs.User;
        return All(user)
            .Where(run => run.Request.Environment == environment || run.Request.WritesFiles)
            .Where(run => !isOwn || run.Request.By == user.Name || run is { Request.WritesFiles: true } || IsWrite(run))
            .TakeWhile(run => run.Request.Task is not (RunTask.Apply or RunTask.Export or RunTask.Pull))
            .FirstOrDefault(run => run.Request.Task == task) is { Snapshot: { State: RunState.Succeeded, PlanId: not null } } run
            ? run
            : null;
    }

    private static bool IsWrite(WebRun run) => run is { Request.Task: RunTask.Apply, Snapshot.State: not RunState.Refused };

    /// <summary>
    /// Starts a run. While another one is under way that it may not run beside, that one is returned, and nothing is started: one run for
    /// an environment, and one run alone that writes the files.
    /// </summary>
    /// <exception cref="AccessDeniedException">The user may not.</exception>
    /// <exception cref="RunRefusedException">
    /// There is no such environment or plan, the server does not go that way, or the user has no token.
    /// </exception>
    public WebRun Start(WebUser user, RunRequest request)
    {
        Require(user, [WebRole.Look], request.Environment);
        if (request.Select.FirstOrDefault(pattern => pattern.Any(char.IsControl)) is not null)
            throw new RunRefusedException("A pattern of assets is one line.");
        if (!host.Environments().Contains(request.Environment, StringComparer.Ordinal))
            throw new RunRefusedException($"There is no environment {request.Environment}.");
        if (modes.Refusal(RunTasks.WayOf(request.Task), request.Environment) is { } refusal)
            throw new RunRefusedException(refusal);

        var signIn = signIns.Of(user);
        lock (gate)
        {
            if (runs.FirstOrDefault(run => run.IsRunning && Excludes(run.Request, request)) is { } other)
                return user.May(WebRole.Look, other.Request.Environment)
                    ? other
                    : throw new RunRefusedException("The files are in use by another run. Try again when it has ended.");

            var made = Planned(request)?.Request;
            request = request with
            {
                By = user.Name,
                Removes = made?.Task == RunTask.FindDeleted,

                // A plan is applied with the limit that it was made with.
                PruneLimit = made?.PruneLimit ?? request.PruneLimit,
            };
            var plan = Plan(request);
            var needs = Needs(request, Deletes(plan));
            Require(user, needs, request.Environment);
            if (request.Task == RunTask.Apply && plan is null)
                throw new RunRefusedException(
                    Planned(request) is null
                        ? "There is no such plan any more. Validate again."
                        : "That run made no plan. Validate again."
                );
            if (RunTasks.NeedsWorkspace(request.Task) && signIn.Problem(request.Environment) is { } problem)
                throw new RunRefusedException(problem);

            var id = $"{clock.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}-{++number}";
            var run = new WebRun
            {
                Id = id,
                Request = request,
                Needs = needs,
                Started = clock.GetUtcNow(),
                Hosted = host.Start(id, request, plan?.PlanId, signIn),
            };
            runs.Add(run);
            if (runs.Count > MostKept && runs.FindIndex(old => !old.IsRunning) is var oldest and >= 0)
                runs.RemoveAt(oldest);
            return run;
        }
    }

    /// <summary>The roles that the user lacks to start it; none where they may.</summary>
    /// <param name="deletes">Whether the plan deletes that is to be applied, where it was not made yet.</param>
    public IReadOnlyList<WebRole> Lacks(WebUser user, RunRequest request, bool deletes = false)
    {
        lock (gate)
            return Lacks(user, Needs(request, deletes || Deletes(Plan(request))), request.Environment);
    }

    /// <summary>The roles that the user lacks to stop a run; none where they may.</summary>
    public IReadOnlyList<WebRole> Lacks(WebUser user, WebRun run) => Lacks(user, run.Needs, run.Request.Environment);

    /// <summary>Asks a run to stop.</summary>
    /// <exception cref="AccessDeniedException">The user may not start it, and so not stop it.</exception>
    public void Cancel(WebUser user, string id)
    {
        WebRun? run;
        lock (gate)
            run = runs.FirstOrDefault(run => run.Id == id);
        if (run is null)
            return;

        Require(user, [WebRole.Look, .. run.Needs], run.Request.Environment);
        run.Hosted.Cancel();
    }

    private static bool Excludes(RunRequest running, RunRequest next) =>
        running.WritesFiles || next.WritesFiles || running.Environment == next.Environment;

    private void Require(WebUser user, IEnumerable<WebRole> roles, string environment)
    {
        RequireInTime(user);
        foreach (var role in roles)
            user.Require(role, environment);
    }

    /// <summary>A page that stays open goes on with the roles of when it was opened.</summary>
    private void RequireInTime(WebUser user)
    {
        if (user.Until <= clock.GetUtcNow())
            throw new AccessDeniedException("You signed in some hours ago. Load the page to sign in again.");
    }

    private IReadOnlyList<WebRole> Lacks(WebUser user, IEnumerable<WebRole> roles, string environment)
    {
        RequireInTime(user);
        return [.. roles.Where(role => !user.May(role, environment))];
    }

    private static WebRole[] Needs(RunRequest request, bool deletes) =>
        request.Task == RunTask.Apply
            ? deletes
                ? [WebRole.Deploy, WebRole.Delete]
                : [WebRole.Deploy]
        : request.WritesFiles ? [WebRole.Export]
        : request.PruneLimit is not null ? [WebRole.Delete]
        : [WebRole.Look];

    private WebRun? Planned(RunRequest request) =>
        runs.FirstOrDefault(run => run.Id == request.Planned && run.Request.Environment == request.Environment);

    /// <summary>What the run sealed whose plan is to be applied; null where it sealed none.</summary>
    private RunSnapshot? Plan(RunRequest request) =>
        // A run that applied a plan says the plan's id too, and has no plan of its own.
        request.Task == RunTask.Apply
        && Planned(request) is { Request.Task: RunTask.Validate or RunTask.FindDeleted } planned
        && planned.Snapshot is { State: RunState.Succeeded, PlanId: not null } plan
            ? plan
            : null;

    private static bool Deletes(RunSnapshot? plan) =>
        plan?.Changes.Any(change => change.IsLoss) == true;
}
