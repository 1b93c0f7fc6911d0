using Microsoft.AspNetCore.SignalR;

namespace Layercake.Web.Security;

/// <summary>
/// Lets a user have only so many pages open, and go on with no circuit but their own: Blazor gives a circuit to whoever knows its secret,
/// with all that its first user may do.
/// </summary>
internal sealed class CircuitOwners : IHubFilter
{
    public const int MostOfOneUser = 25;

    /// <summary>More than Blazor keeps. Whoever started an older one loads the page again.</summary>
    private const int MostKept = 1000;

    private readonly Lock gate = new();
    private readonly Dictionary<string, int> open = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> owners = new(StringComparer.Ordinal);
    private readonly Queue<string> started = new();

    public async Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        if (Open(context.Context, 1) > MostOfOneUser)
            context.Context.Abort();
        else
            await next(context);
    }

    public Task OnDisconnectedAsync(HubLifetimeContext context, Exception? exception, Func<HubLifetimeContext, Exception?, Task> next)
    {
        Open(context.Context, -1);
        return next(context, exception);
    }

    public async ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocation,
        Func<HubInvocationContext, ValueTask<object?>> next
    )
    {
        // The names of Blazor's own protocol. A circuit that is not given back is one that the server does not know any more.
        var isOwn = invocation.HubMethodName is not ("ConnectCircuit" or "ResumeCircuit") || Owns(invocation);
        if (!isOwn)
            return invocation.HubMethodName == "ConnectCircuit" ? false : null;

        var answer = await next(invocation);
        if (invocation.HubMethodName is "StartCircuit" or "ResumeCircuit" && answer is string secret)
            Own(secret, User(invocation.Context));
        return answer;
    }

    private int Open(HubCallerContext connection, int more)
    {
        var user = User(connection);
        lock (gate)
        {
            var count = open.GetValueOrDefault(user) + more;
            if (count > 0)
                open[user] = count;
            else
                open.Remove(user);
            return count;
        }
    }

    private bool Owns(HubInvocationContext invocation)
    {
        lock (gate)
            return invocation.HubMethodArguments is [string secret, ..]
                && owners.TryGetValue(secret, out var owner)
                && owner == User(invocation.Context);
    }

    private void Own(string secret, string user)
    {
        lock (gate)
        {
            if (owners.TryAdd(secret, user))
                started.Enqueue(secret);
            if (started.Count > MostKept)
                owners.Remove(started.Dequeue());
        }
    }

    private static string User(HubCallerContext connection) => connection.User?.Identity?.Name ?? "";
}
