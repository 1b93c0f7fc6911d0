using Layercake.Engine.Planning;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Support;

/// <summary>Deployments that end at once, as by a kill, when they make a certain call.</summary>
internal static class KilledDeployment
{
    /// <summary>Lets nothing more through once the service has handled a call that names the mark.</summary>
    /// <param name="call">How its path begins.</param>
    public static Task KillAfterAsync(this TestWorkspace workspace, string call, string mark) =>
        KillAsync(workspace, call, mark, handled: true);

    /// <summary>Lets nothing more through from the call on that names the mark; the service never gets it.</summary>
    public static Task KillBeforeAsync(this TestWorkspace workspace, string call, string mark) =>
        KillAsync(workspace, call, mark, handled: false);

    /// <summary>Takes out of Git all that was there, and puts one new notebook in.</summary>
    public static void WithOnlyOneNotebook(this TestWorkspace workspace)
    {
        foreach (var each in workspace.Files().ToList())
            workspace.Without(each);
        workspace.With("notebooks/other.py", Samples.Notebook());
    }

    private static async Task KillAsync(TestWorkspace workspace, string call, string mark, bool handled)
    {
        using var end = new CancellationTokenSource();
        var dead = false;
        var planned = await workspace.TryPlanAsync();
        workspace.Before = async (request, ct) =>
        {
            if (dead)
                throw new HttpRequestException("killed");
            if (
                !request.RequestUri!.AbsolutePath.StartsWith(call, StringComparison.Ordinal)
                || request.Content is null
                || !(await request.Content.ReadAsStringAsync(ct)).Contains(mark, StringComparison.Ordinal)
            )
                return;

            dead = true;
            if (handled)
                await workspace.Cloud.CallAsync(
                    request.Method.Method,
                    request.RequestUri.AbsolutePath,
                    JObject.Parse(await request.Content.ReadAsStringAsync(ct))
                );
            await end.CancelAsync();
            throw new HttpRequestException("killed");
        };
        await workspace.ApplyAsync(planned, new Quiet(), end.Token);
        workspace.Before = null;
        await workspace.Session().UnlockAsync(CancellationToken.None);
    }
}
