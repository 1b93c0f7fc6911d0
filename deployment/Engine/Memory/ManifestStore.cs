using System.Security.Cryptography;
using Layercake.Rest;
using Layercake.Rest.Apis;

namespace Layercake.Engine.Memory;

/// <summary>
/// Keeps the manifest as a file in the workspace, since the machines that deploy are empty every time. Each deployment writes the file with the number
/// of its lease, and the highest is read: so what arrives late from one that lost its lease is never read again.
/// </summary>
public sealed class ManifestStore
{
    private readonly StateFolder folder;
    private readonly LeaseStore? leases;
    private readonly TimeProvider clock;
    private readonly Func<string, string, string?> expected = (_, _) => null;
    private long number;
    private bool noticeIsDue;

    /// <summary>For reading only.</summary>
    /// <param name="path">The workspace folder of a deployment and environment.</param>
    public ManifestStore(WorkspaceApi workspace, string path)
        : this(new StateFolder(workspace, path), null, TimeProvider.System)
    {
    }

    /// <param name="expected">For a kind and an id, what the id has to be; null when it is.</param>
    internal ManifestStore(LeaseStore leases, Func<string, string, string?> expected)
        : this(leases.Folder, leases, leases.Clock) => this.expected = expected;

    private ManifestStore(StateFolder folder, LeaseStore? leases, TimeProvider clock) => (this.folder, this.leases, this.clock) = (folder, leases, clock);

    /// <summary>What the last load saw of the environment's lease; null before the first.</summary>
    internal LeaseSight? Seen { get; private set; }

    /// <summary>Whether this deployment has written its own.</summary>
    internal bool HasSaved { get; private set; }

    /// <summary>An empty manifest when there is none yet.</summary>
    public async Task<Manifest> LoadAsync(CancellationToken ct)
    {
        var listing = await folder.ListAsync(ct);
        var seeing = leases?.SeeAsync(listing, ct);
        var (path, content) = await ReadAsync(listing, ct);
        Seen = seeing is null ? null : await seeing;
        var manifest = content is null ? Manifest.Empty : ManifestFile.Read(content, path);
        CheckIds(manifest, path);
        return manifest with { Stamp = Seen?.Stamp(Digest(content)) };
    }

    /// <summary>From now on saves go to the file of this lease.</summary>
    /// <returns>The <see cref="Manifest.Stamp"/> of what is in the workspace now.</returns>
    internal async Task<string> UnderAsync(TakenLease taken, CancellationToken ct)
    {
        (number, HasSaved) = (taken.Lease.Number, false);
        var (path, content) = await ReadAsync(taken.Listing, ct);
        var earlier = content is not null && path == folder.EarlierManifest ? content
            : taken.Listing.HasEarlierManifest ? await folder.TryReadAsync(folder.EarlierManifest, ct)
            : null;
        noticeIsDue = earlier is null || !EarlierManifest.IsNotice(earlier);
        var digest = Digest(content);
        return taken.Waited ? $"after a wait {digest}" : taken.Before.Stamp(digest);
    }

    /// <summary>Writes it under the lease that was taken.</summary>
    public async Task SaveAsync(Manifest manifest, CancellationToken ct)
    {
        if (number == 0)
            throw new InvalidOperationException("The manifest is written by a deployment that has the lease.");

        await folder.WriteAsync(folder.ManifestPath(number), ManifestFile.Write(manifest), ct);
        HasSaved = true;
        if (noticeIsDue)
        {
            // Not before the numbered one: until then what is here may be all there is.
            await folder.WriteAsync(folder.EarlierManifest, EarlierManifest.Notice(), ct);
            noticeIsDue = false;
        }
    }

    /// <summary>Ids of the wrong form come from an edit by hand, and would be sent to the service.</summary>
    private void CheckIds(Manifest manifest, string path)
    {
        var places = manifest.Creating.Where(creation => creation.Value.Place is not null)
            .Select(creation => (Asset: creation.Key, creation.Key[..Math.Max(creation.Key.IndexOf('.', StringComparison.Ordinal), 0)], Id: creation.Value.Place!));
        foreach (var (asset, kind, id) in manifest.Entries.Values.Select(entry => (entry.Asset, entry.Kind, entry.Id)).Concat(places))
            if (expected(kind, id) is { } form)
                throw ManifestException.Damaged(path, $"the id of {asset} is \"{id}\" and must be {form}");
    }

    private static string Digest(byte[]? content) => content is null ? "" : Convert.ToHexString(SHA256.HashData(content));

    /// <returns>The highest manifest, and where it is; null when there is none.</returns>
    private async Task<(string Path, byte[]? Content)> ReadAsync(StateListing listing, CancellationToken ct)
    {
        if (listing.Manifest > 0)
        {
            // A file that was listed and is gone was replaced by a higher one, which a lagging read may not show yet.
            var first = true;
            var (path, content) = await ReadLag.LookAsync(HighestAsync, highest => highest.Content is not null, clock, ct);
            return content is not null ? (path, content) : throw ManifestException.NotShown(path);

            async Task<(string Path, byte[]? Content)> HighestAsync()
            {
                listing = first ? listing : await folder.ListAsync(ct);
                first = false;
                var highest = folder.ManifestPath(listing.Manifest);
                return (highest, await folder.TryReadAsync(highest, ct));
            }
        }

        var earlier = listing.HasEarlierManifest ? await folder.TryReadAsync(folder.EarlierManifest, ct) : null;
        return (folder.EarlierManifest, earlier is not null && EarlierManifest.IsNotice(earlier) ? null : earlier);
    }
}
