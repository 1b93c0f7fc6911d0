using System.Text.RegularExpressions;
using Layercake.Rest;

namespace Layercake.Engine.Memory;

/// <summary>Removes files that no deployment reads any more.</summary>
internal static partial class StateCleanup
{
    /// <summary>So many leases before the last stay: who comes late with a number of long ago must find it taken.</summary>
    private const int LeasesKept = 10;

    /// <summary>What cannot be removed is left to the next deployment.</summary>
    /// <param name="number">Of this deployment's lease.</param>
    /// <param name="saved">Whether it has written its own record, which replaces all before.</param>
    public static async Task CleanUpAsync(StateFolder folder, StateListing listing, long number, bool saved, CancellationToken ct)
    {
        var manifests = saved ? listing.Manifests.Where(old => old < number).Select(folder.ManifestPath) : [];
        var leases = listing.Leases.Where(old => old < number - LeasesKept).Select(folder.LeasePath);
        var claims = listing.Names.Where(name => EarlierClaim().IsMatch(name)).Select(name => $"{folder.Path}/{name}");
        foreach (var file in manifests.Concat(leases).Concat(claims))
            try
            {
                await folder.DeleteAsync(file, ct);
            }
            catch (WorkspaceApiException)
            {
                return;
            }
    }

    // Left by takeovers of earlier versions that were killed.
    [GeneratedRegex(@"^lease-[0-9a-f]{32}\.json$")]
    private static partial Regex EarlierClaim();
}
