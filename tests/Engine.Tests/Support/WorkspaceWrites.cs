using System.Collections.Concurrent;

namespace Layercake.Engine.Tests.Support;

/// <summary>The requests of a test that wrote something.</summary>
public static class WorkspaceWrites
{
    /// <summary>Runs the action and returns the requests that wrote something: <c>POST /api/2.2/jobs/create</c>.</summary>
    public static async Task<IReadOnlyList<string>> WritesDuringAsync(this TestWorkspace workspace, Func<Task> action)
    {
        await workspace.Cloud.ForgetRequestsAsync();
        await action();
        return [.. (await workspace.Cloud.RequestsAsync()).Where(request => !request.StartsWith("GET ", StringComparison.Ordinal))];
    }

    /// <summary>
    /// Runs the action and returns the requests that wrote something other than the lease and the manifest, of which a run writes as many
    /// as its pace wants.
    /// </summary>
    public static async Task<IReadOnlyList<string>> AssetWritesDuringAsync(this TestWorkspace workspace, Func<Task> action)
    {
        var seen = new ConcurrentBag<string>();
        var before = workspace.Before;
        workspace.Before = async (request, ct) =>
        {
            if (
                request.Method != HttpMethod.Get
                && !(request.Content is null ? "" : await request.Content.ReadAsStringAsync(ct)).Contains(
                    workspace.Environment.StatePath,
                    StringComparison.Ordinal
                )
            )
                seen.Add($"{request.Method} {request.RequestUri!.AbsolutePath}");
            if (before is not null)
                await before(request, ct);
        };
        await action();
        workspace.Before = before;
        return [.. seen];
    }
}
