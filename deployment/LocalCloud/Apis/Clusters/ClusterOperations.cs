using System.Security.Cryptography;
using Layercake.LocalCloud.Apis.ClusterPolicies;
using Layercake.LocalCloud.Apis.Unconfirmed;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Clusters;

/// <summary>What users do to clusters, in which state each is allowed, and what it leads to.</summary>
internal sealed class ClusterOperations(CloudState state, ClusterStore store, ClusterLife life)
{
    private const int PinLimit = 100;

    private readonly Table tokens = state.Table("cluster-tokens");
    private readonly ClusterFailures failures = new(state);
    private readonly ClusterReferences references = new(state);
    private readonly UnconfirmedRules unconfirmed = new(state);

    /// <summary>Creates a cluster, or finds the one that this token has already created and that is not terminated.</summary>
    public string Create(JObject spec, string? idempotencyToken, Principal caller)
    {
        if (idempotencyToken is { Length: > 64 })
            throw ClusterErrors.Invalid("idempotency_token must not have more than 64 characters.");

        references.CheckPools(spec);
        spec = references.WithPolicy(Known(spec), ClusterUse.AllPurpose);
        ClusterSpecRules.Check(spec);
        lock (store.Gate)
        {
            if (
                idempotencyToken is not null
                && (string?)tokens.Get(idempotencyToken)?["cluster_id"] is { } earlier
                && store.Find(earlier) is { State: not ClusterState.Terminated }
            )
                return earlier;

            var now = state.Now;
            var cluster = ClusterRecord.New(NewId(), caller.UserName, "API", spec, now);
            life.Start(cluster, now, failures.Next(cluster.Name));
            cluster.Note(
                "CREATING",
                now,
                new JObject
                {
                    ["attributes"] = Attributes(cluster),
                    ["cluster_size"] = ClusterSpec.Size(spec),
                    ["user"] = caller.UserName,
                }
            );
            store.Save(cluster);
            if (idempotencyToken is not null)
                tokens.Put(idempotencyToken, new JObject { ["cluster_id"] = cluster.Id });

            return cluster.Id;
        }
    }

    /// <summary>Replaces the whole specification of a cluster that runs or is terminated.</summary>
    public void Edit(string id, Func<JObject, JObject> newSpec, Principal caller) =>
        store.Change(
            id,
            cluster =>
            {
                var spec = references.WithPolicy(Known(newSpec(cluster.Spec)), ClusterUse.AllPurpose);
                ClusterSpecRules.Check(spec);
                if (cluster.Source == "JOB" || cluster.State is not (ClusterState.Running or ClusterState.Terminated))
                    throw ClusterErrors.WrongState(cluster);

                var details = new JObject
                {
                    ["previous_attributes"] = Attributes(cluster),
                    ["previous_cluster_size"] = ClusterSpec.Size(cluster.Spec),
                };
                cluster.Spec = spec;
                details["attributes"] = Attributes(cluster);
                details["cluster_size"] = ClusterSpec.Size(spec);
                details["user"] = caller.UserName;
                cluster.Note("EDITED", state.Now, details);
                if (cluster.State == ClusterState.Running)
                    Restart(cluster, caller);
            }
        );

    public void Start(string id, Principal caller) =>
        store.Change(
            id,
            cluster =>
            {
                Expect(cluster, ClusterState.Terminated);
                life.Start(cluster, state.Now, failures.Next(cluster.Name));
                cluster.Note("STARTING", state.Now, By(caller));
            }
        );

    public void Restart(string id, Principal caller) =>
        store.Change(
            id,
            cluster =>
            {
                Expect(cluster, ClusterState.Running);
                Restart(cluster, caller);
            }
        );

    /// <summary>Ends a cluster; one that ends or has ended is left alone.</summary>
    public void Terminate(string id, Principal caller) =>
        store.Change(
            id,
            cluster =>
            {
                if (cluster.State is not (ClusterState.Terminating or ClusterState.Terminated))
                    life.Terminate(cluster, state.Now, TerminationReasons.ByUser(caller.UserName));
            }
        );

    public void Remove(string id)
    {
        lock (store.Gate)
        {
            if (store.Get(id).PinnedBy is not null)
                throw ClusterErrors.Invalid($"Cluster {id} is pinned. Please unpin the cluster first.");

            store.Remove(id);
        }
    }

    public void Resize(string id, JObject size, Principal caller) =>
        store.Change(
            id,
            cluster =>
            {
                ClusterSpecRules.CheckSize(size);
                Expect(cluster, ClusterState.Running);
                if (ClusterSpec.IsSingleNode(cluster.Spec))
                    throw ClusterErrors.Invalid($"Cluster {id} is a single-node cluster and cannot be resized.");

                var before = ClusterSpec.Workers(cluster.Spec);
                cluster.Spec = WithSize(cluster.Spec, size);
                life.Resize(cluster, state.Now);
                var details = By(caller);
                details["current_num_workers"] = before;
                details["target_num_workers"] = ClusterSpec.Workers(cluster.Spec);
                details["cause"] = "USER_REQUEST";
                cluster.Note("RESIZING", state.Now, details);
            }
        );

    public void Pin(string id, Principal caller) =>
        store.Change(
            id,
            cluster =>
            {
                if (cluster.PinnedBy is not null)
                    return;
                if (store.All().Count(other => other.PinnedBy is not null) >= PinLimit)
                    throw ClusterErrors.Invalid($"At most {PinLimit} clusters can be pinned.");

                cluster.PinnedBy = caller.Id;
                cluster.Note("PINNED", state.Now, By(caller));
            }
        );

    public void Unpin(string id, Principal caller) =>
        store.Change(
            id,
            cluster =>
            {
                if (cluster.PinnedBy is null)
                    return;

                cluster.PinnedBy = null;
                cluster.Note("UNPINNED", state.Now, By(caller));
            }
        );

    public void ChangeOwner(string id, string owner) =>
        store.Change(
            id,
            cluster =>
            {
                Expect(cluster, ClusterState.Terminated);
                cluster.Creator = owner;
            }
        );

    /// <summary>A specification of another size; the two ways to say a size exclude each other.</summary>
    public static JObject WithSize(JObject spec, JObject size)
    {
        var resized = (JObject)spec.DeepClone();
        foreach (var name in new[] { "num_workers", "autoscale" })
        {
            resized.Remove(name);
            if (size[name] is { } value)
                resized[name] = value;
        }

        return resized;
    }

    private void Restart(ClusterRecord cluster, Principal caller)
    {
        life.Restart(cluster, state.Now, failures.Next(cluster.Name));
        cluster.Note("RESTARTING", state.Now, By(caller));
    }

    private JObject Known(JObject spec) =>
        unconfirmed.IsUsual(UnconfirmedRule.ClusterLibraries)
            ? new JObject(spec.Properties().Where(property => property.Name != "libraries"))
            : spec;

    private static void Expect(ClusterRecord cluster, ClusterState wanted)
    {
        if (cluster.State != wanted)
            throw ClusterErrors.WrongState(cluster);
    }

    private static JObject By(Principal caller) => new() { ["user"] = caller.UserName };

    private static JObject Attributes(ClusterRecord cluster)
    {
        var attributes = ClusterDefaults.Fill(cluster.Spec, cluster.Creator);
        attributes.Remove("num_workers");
        attributes.Remove("autoscale");
        return attributes;
    }

    private string NewId() =>
        $"{state.Clock.GetUtcNow():MMdd-HHmmss}-{RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz0123456789", 8)}";
}
