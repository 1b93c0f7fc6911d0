using System.Security.Cryptography;
using Layercake.Engine.Declarations;
using Layercake.Rest.Apis;

namespace Layercake.Engine.Memory;

/// <summary>
/// Keeps the manifest as a file in the workspace, since the machines that deploy are empty every time. Each deployment writes the file
/// with the number of its lease, and the highest is read: so what arrives late from one that lost its lease is never read again.
/// </summary>
internal sealed class ManifestStore
{
    private readonly StateFolder folder;
    private readonly LeaseStore? leases;
    private readonly LockStore? locks;
    private readonly TimeProvider clock;
    private readonly Func<string, string, string?> idForm = (_, _) => null;
    private long number;
    private bool noticeIsDue;

    /// <summary>For reading only.</summary>
    /// <param name="path">The workspace folder of a deployment and environment.</param>
    public ManifestStore(WorkspaceApi workspace, string path)
        : this(new StateFolder(workspace, path), null, null, TimeProvider.System) { }

    /// <param name="idForm">For a kind and an id, what the id has to be; null when it is.</param>
    internal ManifestStore(LeaseStore leases, LockStore locks, Func<string, string, string?> idForm)
        : this(leases.Folder, leases, locks, leases.Clock) => this.idForm = idForm;

    private ManifestStore(StateFolder folder, LeaseStore? leases, LockStore? locks, TimeProvider clock) =>
        (this.folder, this.leases, this.locks, this.clock) = (folder, leases, locks, clock);

    /// <summary>Called with each manifest that was loaded, before whoever asked for it has it.</summary>
    internal Action<Manifest>? Loaded { get; init; }

    /// <summary>What the last load saw of the environment's lease; null before the first.</summary>
    internal LeaseReading? Seen { get; private set; }

    /// <summary>SHA-256 of what this deployment has written last; null when it has written none.</summary>
    internal string? Saved { get; private set; }

    /// <summary>An empty manifest when there is none yet.</summary>
    public async Task<Manifest> LoadAsync(CancellationToken ct)
    {
        var listing = await folder.ListAsync(ct);
        var seeing = leases?.ReadLeaseAsync(listing, ct) ?? Task.FromResult<LeaseReading?>(null)!;
        var locked = locks?.FindAsync(listing, ct) ?? Task.FromResult<FoundLock?>(null);
        var (path, content) = await ReadAsync(listing, seeing!, ct);
        Seen = await seeing;
        var manifest = content is null ? Manifest.Empty : ManifestFile.Read(content, path);
        Loaded?.Invoke(manifest);
        return manifest with
        {
            Stamp = Seen?.Stamp(Digest(content)),
            Digest = content is null ? null : Digest(content),
            Path = path,
            IsThere = content is not null,
            Lock = await locked,
        };
    }

    /// <summary>Of ids of the wrong form, which come from an edit by hand, none is sent to the service.</summary>
    /// <inheritdoc cref="LoadAsync"/>
    public async Task<Manifest> LoadCheckedAsync(CancellationToken ct)
    {
        var manifest = await LoadAsync(ct);
        var places = manifest
            .Creating.Where(creation => creation.Value.Place is not null)
            .Select(creation => (Asset: AssetId.Parse(creation.Key), Id: creation.Value.Place!));
        foreach (
            var (asset, id) in manifest.Entries.Values.Select(entry => (new AssetId(entry.Kind, entry.Name), entry.Id)).Concat(places)
        )
            if (idForm(asset.Kind, id) is { } form)
                throw ManifestException.WrongId(manifest.Path!, asset.ToString(), id, form);

        return manifest;
    }

    /// <summary>From now on saves go to the file of this lease.</summary>
    /// <returns>The <see cref="Manifest.Stamp"/> of what is in the workspace now.</returns>
    internal async Task<string> UnderAsync(TakenLease taken, CancellationToken ct)
    {
        (number, Saved) = (taken.Lease.Number, null);
        var (path, content) = await ReadAsync(taken.Listing, Task.FromResult<LeaseReading?>(taken.Before), ct);
        var earlier =
            content is not null && path == folder.EarlierManifest ? content
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

        var content = ManifestFile.Write(manifest);
        await folder.WriteAsync(folder.ManifestPath(number), content, ct);
        Saved = Digest(content);
        if (noticeIsDue)
        {
            // Not before the numbered one: until then what is here may be all there is.
            await folder.WriteAsync(folder.EarlierManifest, EarlierManifest.Notice(), ct);
            noticeIsDue = false;
        }
    }

    /// <summary>Deletes it, under the lease that was taken.</summary>
    public async Task EndAsync(CancellationToken ct)
    {
        var listing = await folder.ListAsync(ct);
        Saved = null;

        // The highest goes last: one below it would count again.
        foreach (var old in listing.Manifests.Where(old => old < listing.Manifest))
            await folder.DeleteAsync(folder.ManifestPath(old), ct);
        if (listing.HasEarlierManifest)
            await folder.DeleteAsync(folder.EarlierManifest, ct);
        if (listing.Manifest > 0)
            await folder.DeleteAsync(folder.ManifestPath(listing.Manifest), ct);
    }

    private static string Digest(byte[]? content) => content is null ? "" : Convert.ToHexString(SHA256.HashData(content));

    /// <returns>The highest manifest, and where it is; null when there is none.</returns>
    private async Task<(string Path, byte[]? Content)> ReadAsync(StateListing listing, Task<LeaseReading?> seeing, CancellationToken ct)
    {
        var first = true;
        var (number, content, isLast) = await ReadLag.LookAsync(HighestAsync, highest => highest.IsLast, clock, ct);
        if (number > 0)
            return content is not null
                ? (folder.ManifestPath(number), content)
                : throw ManifestException.NotShown(folder.ManifestPath(number));

        var earlier = listing.HasEarlierManifest ? await folder.TryReadAsync(folder.EarlierManifest, ct) : null;
        return (folder.EarlierManifest, earlier is not null && EarlierManifest.IsNotice(earlier) ? null : earlier);

        // One that was listed and is gone was replaced by a higher one, which a lagging read may not show yet. What an ended deployment
        // saved last may not show yet either; once no read can lag any more, someone has edited or deleted it.
        async Task<(long Number, byte[]? Content, bool IsLast)> HighestAsync()
        {
            listing = first ? listing : await folder.ListAsync(ct);
            first = false;
            var highest = listing.Manifest;
            var read = highest == 0 ? null : await folder.TryReadAsync(folder.ManifestPath(highest), ct);
            var before = await seeing;
            var isSaved =
                before?.Lease is not { State: LeaseState.Ended, Manifest: { } saved } ended
                || highest > ended.Number
                || (highest == ended.Number && Digest(read) == saved);
            return (highest, read, isSaved && (highest == 0 || read is not null));
        }
    }
}
