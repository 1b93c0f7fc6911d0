using System.Collections.Concurrent;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;
using Layercake.Rest;
using Layercake.Rest.Apis;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Clusters;

/// <summary>The libraries of the clusters of a workspace.</summary>
internal sealed class RemoteClusterLibraries(
    ClusterLibraryKind kind,
    LibrariesApi libraries,
    ClustersApi clusters,
    ClusterRestart restart,
    TimeProvider clock
) : RemoteParts(kind), IWaits, IExportedPart, IUsesOthers
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(30);

    /// <summary>What the run has begun to install: cluster and libraries, by the name of the part.</summary>
    private readonly ConcurrentDictionary<string, (string Cluster, IReadOnlyList<string> Libraries)> begun = new(StringComparer.Ordinal);

    /// <summary>What an export has read of all clusters at once, by cluster; null where it asks for each.</summary>
    /// <summary>By the id of a cluster whose restart is due, the run that is at work on it.</summary>
    private readonly ConcurrentDictionary<string, string> waiting = new(StringComparer.Ordinal);

    private IReadOnlyDictionary<string, HeldLibraries>? exported;

    public override WriteCalls Calls { get; } =
        WriteCalls.OfPart("POST /api/2.0/libraries/install", "POST /api/2.0/libraries/uninstall", "POST /api/2.1/clusters/restart");

    /// <remarks>The service has no call that replaces them: what is too much is taken away, and what is missing is added.</remarks>
    public override async Task UpdateAsync(AssetWrite write, CancellationToken ct)
    {
        var (_, id) = Named(write.Wanted);
        var wanted = (JObject)write.Wanted[Kind.Field]!;
        var held = await HeldAsync(id, ct);
        var gone = Removed(write, wanted);
        var removed = gone.Select(held.Find).OfType<JObject>().ToList();
        if (removed.Count > 0)
            await libraries.UninstallAsync(id, removed, ct);

        var added = wanted.Properties().Where(library => !held.Has(library.Name)).ToList();
        if (added.Count > 0)
            await libraries.InstallAsync(id, added.Select(library => (JObject)library.Value), ct);

        // Some may have been removed by a run that was cut off before the restart.
        var isRestartDue = removed.Count > 0 || gone.Any(held.Leaving.Contains);
        var attempt = isRestartDue
            ? await restart.TryAsync(id, async () => gone.Any((await HeldAsync(id, ct)).Leaving.Contains), ct)
            : RestartAttempt.None;
        if (attempt.WaitsFor is { } run)
            waiting[id] = run;
        if (attempt.Restarts || added.Count > 0)
            begun[write.Declaration.Name] = (id, [.. wanted.Properties().Select(library => library.Name)]);
    }

    /// <summary>A cluster that does not run installs them when it starts.</summary>
    public async Task WaitAsync(string id, CancellationToken ct)
    {
        if (!begun.TryRemove(id, out var install))
            return;

        var deadline = clock.GetUtcNow() + LongestWait;
        for (var delay = TimeSpan.FromSeconds(1); ; delay = TimeSpan.FromSeconds(Math.Min(20, delay.TotalSeconds * 2)))
        {
            var state = (string?)(await clusters.GetAsync(install.Cluster, ct))["state"];
            if (state is not ("RUNNING" or "RESIZING" or "RESTARTING"))
                return;
            if (state != "RESTARTING" && IsInstalled(install.Libraries, await HeldAsync(install.Cluster, ct)))
                return;
            if (clock.GetUtcNow() >= deadline)
                throw new NotReadyException(
                    $"the cluster has not installed its libraries in {LongestWait.TotalMinutes:0} minutes. Look at them in its page."
                );

            await Task.Delay(delay, clock, ct);
        }
    }

    public async Task BeginAsync(AssetKind kind, int objects, CancellationToken ct)
    {
        if (Kind.IsOf(kind))
            exported = objects > 1 ? await AllAsync(ct) : null;
    }

    public async Task<JObject?> ReadAsync(AssetKind kind, LiveAsset live, JObject? declared, CancellationToken ct)
    {
        if (!Kind.IsOf(kind))
            return null;

        var held = exported?.GetValueOrDefault(live.Id);
        if (held is null && exported is not null && declared is null)
            return null;

        held ??= await HeldAsync(live.Id, ct);
        var part = new JObject(held.All.Select(library => new JProperty(library.Name, library.Library)));
        return part.Count == 0 && declared is null ? null : part;
    }

    public string WhyUnknown => "a cluster may install it, and what clusters install may not be read";

    public bool CanUse(RemoteKind kind, string id) => kind is not RemoteObjects && LibraryFiles.CanBe(id);

    public async Task<IReadOnlyDictionary<string, JObject>?> UsesAsync(IReadOnlyList<LiveAsset> objects, CancellationToken ct) =>
        (await AllAsync(ct))?.ToDictionary(
            cluster => cluster.Key,
            cluster => new JObject { [Kind.Field] = new JArray(cluster.Value.All.Select(library => library.Library)) },
            StringComparer.Ordinal
        );

    public bool IsSame(JObject part, JObject? declared) => JsonValues.Equal(part, declared?[Kind.Field] ?? new JObject());

    public void Write(JObject document, JObject part, JObject? before) => document[Kind.Field] = new JArray(part.PropertyValues());

    public void Keep(JObject document, JObject? before)
    {
        if (before?[Kind.Field] is { } written)
            document[Kind.Field] = written.DeepClone();
    }

    protected override bool NamesObject(string field) => field == "clusters";

    /// <summary>One call tells all clusters; only one that it leaves out is asked for alone.</summary>
    protected override async Task<Func<PartObject, CancellationToken, Task<JObject>>> ReaderOfAsync(int parts, CancellationToken ct)
    {
        waiting.Clear();
        if (parts < 2 || await AllAsync(ct) is not { } all)
            return ReadAsync;

        return (of, token) => all.TryGetValue(of.Id, out var held) ? StateAsync(of, held, token) : ReadAsync(of, token);
    }

    protected override async Task<JObject> ReadAsync(PartObject of, CancellationToken ct) =>
        await StateAsync(of, await HeldAsync(of.Id, ct), ct);

    protected override string? WarningOf(JObject state) =>
        state[ClusterLibraryKind.Leaving] is JArray { Count: > 0 } leaving
            ? $"removed with the next restart of the cluster: {string.Join(", ", leaving)}. "
                + (
                    state[ClusterLibraryKind.WaitsFor] is { } run
                        ? $"It was not restarted, since {run} is at work on it. The next deployment after that restarts it."
                        : "Restart it when nobody needs it."
                )
            : null;

    private async Task<JObject> StateAsync(PartObject of, HeldLibraries held, CancellationToken ct)
    {
        var all = new JObject(held.All.Select(library => new JProperty(library.Name, library.Library)));
        var failed = all.Properties().Where(library => held.Failure(library.Name) is not null).ToList();

        // A cluster that does not run tries again when it starts.
        if (failed.Count > 0 && (string?)(await clusters.GetAsync(of.Id, ct))["state"] == "RUNNING")
            foreach (var library in failed)
                library.Value[ClusterLibraryKind.Failure] = held.Failure(library.Name);

        var state = new JObject
        {
            [of.Field] = of.Id,
            [Kind.Field] = all,
            [ClusterLibraryKind.Leaving] = new JArray(held.Leaving),
            [ClusterLibraryKind.Everywhere] = new JArray(held.Everywhere),
        };
        if (waiting.TryGetValue(of.Id, out var run))
            state[ClusterLibraryKind.WaitsFor] = run;

        return state;
    }

    private async Task<HeldLibraries> HeldAsync(string cluster, CancellationToken ct) => new(await libraries.StatusAsync(cluster, ct));

    /// <summary>Null where the identity may not ask for all.</summary>
    private async Task<IReadOnlyDictionary<string, HeldLibraries>?> AllAsync(CancellationToken ct)
    {
        try
        {
            return (await libraries.AllStatusesAsync(ct)).ToDictionary(
                cluster => (string)cluster["cluster_id"]!,
                cluster => new HeldLibraries((cluster["library_statuses"] as JArray ?? []).OfType<JObject>()),
                StringComparer.Ordinal
            );
        }
        catch (WorkspaceApiException e) when (e.IsForbidden)
        {
            return null;
        }
    }

    /// <exception cref="NotReadyException">One of them failed.</exception>
    private static bool IsInstalled(IReadOnlyList<string> wanted, HeldLibraries held)
    {
        var failed = wanted.Where(library => held.Failure(library) is not null).Select(library => $"{library}: {held.Failure(library)}");
        return string.Join("; ", failed) is { Length: > 0 } failures
            ? throw new NotReadyException($"the cluster could not install all of its libraries. {failures}")
            : wanted.All(held.IsSettled);
    }
}
