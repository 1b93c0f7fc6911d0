using System.Globalization;
using System.Text.RegularExpressions;
using Layercake.Rest;
using Layercake.Rest.Apis;

namespace Layercake.Engine.Memory;

/// <summary>
/// The workspace folder in which deployments to one environment remember: numbered leases and manifests, of which the highest counts, and
/// a lock.
/// </summary>
internal sealed class StateFolder(WorkspaceApi workspace, string path)
{
    public string Path { get; } = path;

    /// <summary>The lease of earlier versions, which had one file for it.</summary>
    public string EarlierLease => $"{Path}/{StateListing.EarlierLeaseName}";

    /// <summary>The manifest of earlier versions.</summary>
    public string EarlierManifest => $"{Path}/{StateListing.EarlierManifestName}";

    /// <summary>Keeps deployments away from the environment while it is there.</summary>
    public string Lock => $"{Path}/{StateListing.LockName}";

    public string LeasePath(long number) => string.Create(CultureInfo.InvariantCulture, $"{Path}/lease-{number}.json");

    public string ManifestPath(long number) => string.Create(CultureInfo.InvariantCulture, $"{Path}/manifest-{number}.json.gz");

    /// <summary>Empty when there is no such folder.</summary>
    public async Task<StateListing> ListAsync(CancellationToken ct)
    {
        try
        {
            return new StateListing([
                .. (await workspace.ListAsync(Path, ct))
                    .Select(entry => (string?)entry["path"] ?? "")
                    .Select(file => file[(file.LastIndexOf('/') + 1)..]),
            ]);
        }
        catch (WorkspaceApiException e) when (e.IsMissing)
        {
            return new StateListing([]);
        }
    }

    /// <returns>Null when there is no such file.</returns>
    public async Task<byte[]?> TryReadAsync(string file, CancellationToken ct)
    {
        try
        {
            return await workspace.ExportAsync(file, "SOURCE", ct);
        }
        catch (WorkspaceApiException e) when (e.IsMissing)
        {
            return null;
        }
    }

    /// <summary>Writes the file, whether it is there or not.</summary>
    public Task WriteAsync(string file, byte[] content, CancellationToken ct) => ImportAsync(file, content, overwrite: true, ct);

    /// <summary>Creates the file, which the workspace lets one of several do.</summary>
    public Task CreateAsync(string file, byte[] content, CancellationToken ct) => ImportAsync(file, content, overwrite: false, ct);

    public async Task DeleteAsync(string file, CancellationToken ct)
    {
        try
        {
            await workspace.DeleteAsync(file, recursive: false, ct);
        }
        catch (WorkspaceApiException e) when (e.IsMissing)
        {
            // Already deleted.
        }
    }

    private async Task ImportAsync(string file, byte[] content, bool overwrite, CancellationToken ct)
    {
        try
        {
            await workspace.ImportAsync(file, content, "AUTO", language: null, overwrite, ct);
        }
        catch (WorkspaceApiException e) when (e.IsMissing)
        {
            await workspace.MakeDirectoryAsync(Path, ct);
            await workspace.ImportAsync(file, content, "AUTO", language: null, overwrite, ct);
        }
    }
}

/// <summary>The names of the files in which deployments remember.</summary>
internal sealed partial record StateListing(IReadOnlyList<string> Names)
{
    /// <summary>What is above it is not read.</summary>
    public const long Highest = 999_999_999_999_999_999;

    public const string EarlierLeaseName = "lease.json";
    public const string EarlierManifestName = "manifest.json.gz";
    public const string LockName = "lock.json";

    /// <summary>Ascending.</summary>
    public IReadOnlyList<long> Leases { get; } = Numbers(Names, LeaseName());

    /// <summary>Ascending.</summary>
    public IReadOnlyList<long> Manifests { get; } = Numbers(Names, ManifestName());

    /// <summary>0 when there is none.</summary>
    public long Lease => Leases.LastOrDefault();

    /// <summary>0 when there is none.</summary>
    public long Manifest => Manifests.LastOrDefault();

    public bool HasEarlierLease => Names.Contains(EarlierLeaseName);

    public bool HasEarlierManifest => Names.Contains(EarlierManifestName);

    public bool HasLock => Names.Contains(LockName);

    private static IReadOnlyList<long> Numbers(IReadOnlyList<string> names, Regex pattern) =>
        [
            .. names
                .Select(name => pattern.Match(name))
                .Where(match => match.Success)
                .Select(match => long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))
                .Order(),
        ];

    // Earlier versions left files of 32 hexadecimal digits here, which may all be decimal.
    [GeneratedRegex(@"^lease-([1-9][0-9]{0,17})\.json$")]
    private static partial Regex LeaseName();

    [GeneratedRegex(@"^manifest-([1-9][0-9]{0,17})\.json\.gz$")]
    private static partial Regex ManifestName();
}
