using System.Globalization;
using Layercake.Engine.Planning;
using Layercake.Web.Access;

namespace Layercake.Web.Runs;

/// <summary>The runs of this server. They belong to no browser: whoever may look at an environment sees all of its runs.</summary>
public sealed class RunList(IRunHost host, TimeProvider clock)
{
    private const int MostKept = 100;

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
        return host.DescribeAsync(environment, ct);
    }

    /// <summary>The newest first, of the environments that the user may look at.</summary>
    public IReadOnlyList<WebRun> All(WebUser user)
    {
        RequireInTime(user);
        lock (gate)
            return [.. runs.Where(run => user.May(WebRole.Look, run.Request.Environment)).Reverse()];
    }

    public WebRun? Find(WebUser user, string id) => All(user).FirstOrDefault(run => run.Id == id);

    /// <summary>The newest run of an environment that did one of these tasks; null when there is none.</summary>
    public WebRun? Last(WebUser user, string environment, params RunTask[] tasks) =>
        All(user).FirstOrDefault(run => run.Request.Environment == environment && tasks.Contains(run.Request.Task));

    /// <summary>
    /// Starts a run. While another one is under way that it may not run beside, that one is returned, and nothing is started: one run for
    /// an environment, and one run alone that writes the files.
    /// </summary>
    /// <exception cref="AccessDeniedException">The user may not.</exception>
    /// <exception cref="RunRefusedException">There is no such environment, or no such plan.</exception>
    public WebRun Start(WebUser user, RunRequest request)
    {
        Require(user, [WebRole.Look], request.Environment);
        if (request.Select.FirstOrDefault(pattern => pattern.Any(char.IsControl)) is not null)
            throw new RunRefusedException("A pattern of assets is one line.");
        if (!host.Environments().Contains(request.Environment, StringComparer.Ordinal))
            throw new RunRefusedException($"There is no environment {request.Environment}.");

        lock (gate)
        {
            if (runs.FirstOrDefault(run => run.IsRunning && Excludes(run.Request, request)) is { } other)
                return user.May(WebRole.Look, other.Request.Environment)
                    ? other
                    : throw new RunRefusedException("The files are in use by another run. Try again when it has ended.");

            request = request with { By = user.Name };
            Require(user, Needs(request), request.Environment);
            var plan = request.Task == RunTask.Apply ? Plan(request) : null;
            WebRole[] needs = plan is not null && Deletes(plan) ? [WebRole.Deploy, WebRole.Delete] : Needs(request);
            Require(user, needs, request.Environment);

            var id = $"{clock.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}-{++number}";
            var run = new WebRun
            {
                Id = id,
                Request = request,
                Needs = needs,
                Started = clock.GetUtcNow(),
                Hosted = host.Start(id, request, plan?.PlanId),
            };
            runs.Add(run);
            if (runs.Count > MostKept && runs.FindIndex(old => !old.IsRunning) is var oldest and >= 0)
                runs.RemoveAt(oldest);
            return run;
        }
    }

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

    private static WebRole[] Needs(RunRequest request) =>
        request.Task == RunTask.Apply ? [WebRole.Deploy]
        : request.WritesFiles ? [WebRole.Export]
        : [WebRole.Look];

    /// <summary>What the run sealed whose plan is to be applied.</summary>
    private RunSnapshot Plan(RunRequest request)
    {
        var planned =
            runs.FirstOrDefault(run => run.Id == request.Planned && run.Request.Environment == request.Environment)
            ?? throw new RunRefusedException("There is no such plan any more. Validate again.");

        // A run that applied a plan says the plan's id too, and has no plan of its own.
        return planned.Request.Task is RunTask.Validate or RunTask.FindDeleted
            && planned.Snapshot is { State: RunState.Succeeded, PlanId: not null } plan
            ? plan
            : throw new RunRefusedException("That run made no plan. Validate again.");
    }

    private static bool Deletes(RunSnapshot plan) =>
        plan.Changes.Any(change => change.Action is ChangeAction.Delete or ChangeAction.Recreate);
}
