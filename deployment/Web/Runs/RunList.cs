using System.Globalization;
using Layercake.Engine.Planning;
using Layercake.Web.Access;

namespace Layercake.Web.Runs;

/// <summary>The runs of this server. They belong to no browser: whoever may look sees all of them.</summary>
public sealed class RunList(IRunHost host, TimeProvider clock)
{
    private const int MostKept = 100;

    private readonly Lock gate = new();
    private readonly List<WebRun> runs = [.. host.Earlier()];
    private int number;

    /// <summary>The newest first.</summary>
    public IReadOnlyList<WebRun> All(WebUser user)
    {
        user.Require(WebRole.Look);
        lock (gate)
            return [.. runs.AsEnumerable().Reverse()];
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
    public WebRun Start(WebUser user, RunRequest request)
    {
        user.Require(WebRole.Look);
        if (!host.Environments().Contains(request.Environment, StringComparer.Ordinal))
            throw new ArgumentException($"There is no environment {request.Environment}.", nameof(request));

        lock (gate)
        {
            if (runs.FirstOrDefault(run => run.IsRunning && Excludes(run.Request, request)) is { } other)
                return other;

            request = request with { By = user.Name };
            var planId = RequireRoles(user, request);
            var id = $"{clock.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}-{++number}";
            var run = new WebRun
            {
                Id = id,
                Request = request,
                Started = clock.GetUtcNow(),
                Hosted = host.Start(id, request, planId),
            };
            runs.Add(run);
            if (runs.Count > MostKept && runs.FindIndex(old => !old.IsRunning) is var oldest and >= 0)
                runs.RemoveAt(oldest);
            return run;
        }
    }

    /// <summary>Asks a run to stop.</summary>
    /// <exception cref="AccessDeniedException">The user may not start it, and so not stop it.</exception>
    public void Cancel(WebUser user, WebRun run)
    {
        RequireRoles(user, run.Request);
        run.Hosted.Cancel();
    }

    private static bool Excludes(RunRequest running, RunRequest next) =>
        running.WritesFiles || next.WritesFiles || running.Environment == next.Environment;

    /// <returns>The id of the plan that is applied.</returns>
    private string? RequireRoles(WebUser user, RunRequest request)
    {
        if (request.WritesFiles)
            user.Require(WebRole.Export);
        if (request.Task != RunTask.Apply)
            return null;

        user.Require(WebRole.Deploy);
        var planned =
            runs.FirstOrDefault(run => run.Id == request.Planned && run.Request.Environment == request.Environment)
            ?? throw new ArgumentException("There is no such plan any more. Validate again.", nameof(request));
        if (planned.Snapshot is not { State: RunState.Succeeded, PlanId: { } planId, Changes: var changes })
            throw new ArgumentException("That run made no plan. Validate again.", nameof(request));

        if (changes.Any(change => change.Action is ChangeAction.Delete or ChangeAction.Recreate))
            user.Require(WebRole.Delete);
        return planId;
    }
}
