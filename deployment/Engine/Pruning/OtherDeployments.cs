using Layercake.Engine.Environments;
using Layercake.Engine.Memory;
using Layercake.Rest;
using Layercake.Rest.Apis;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Pruning;

/// <summary>Reads what other repositories, and other environments of this one, deployed to the same workspace.</summary>
internal sealed class OtherDeployments(WorkspaceApi workspace, DeploymentEnvironment environment)
{
    private Task<ForeignObjects>? read;

    /// <summary>Reads once; later calls get the same result.</summary>
    public Task<ForeignObjects> ReadAsync(CancellationToken ct) => read ??= LoadAsync(ct);

    /// <returns>The deployment whose record has the object; null when none has.</returns>
    public async Task<string?> HolderAsync(string kind, string id, CancellationToken ct) =>
        (await ReadAsync(ct)).Recorded.GetValueOrDefault((kind, id));

    private async Task<ForeignObjects> LoadAsync(CancellationToken ct)
    {
        var root = environment.StatePath.TrimEnd('/');
        var names = await FoldersAsync(root, ct);
        var folders = (await Task.WhenAll(names.Select(name => FoldersAsync(name, ct))))
            .SelectMany(found => found)
            .Where(folder => !folder.EndsWith($"/{environment.DeploymentName}/{environment.Name}", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .ToList();
        var manifests = await Task.WhenAll(folders.Select(folder => new ManifestStore(workspace, folder).LoadAsync(ct)));

        var recorded = new Dictionary<(string, string), string>();
        var creating = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (folder, manifest) in folders.Zip(manifests))
        {
            var deployment = string.Join('/', folder.Split('/')[^2..]);
            foreach (var entry in manifest.Entries.Values)
                recorded[(entry.Kind, entry.Id)] = deployment;
            foreach (var asset in manifest.Creating.Keys)
                creating[asset] = deployment;
        }

        return new ForeignObjects(recorded, creating);
    }

    private async Task<IReadOnlyList<string>> FoldersAsync(string folder, CancellationToken ct)
    {
        try
        {
            return [.. (await workspace.ListAsync(folder, ct)).Where(IsFolder).Select(entry => (string)entry["path"]!)];
        }
        catch (WorkspaceApiException e) when (e.IsMissing)
        {
            return [];
        }
    }

    private static bool IsFolder(JObject entry) => (string?)entry["object_type"] == "DIRECTORY";
}

/// <summary>What other deployments made or are creating, each with the deployment as <c>name/environment</c>.</summary>
/// <param name="Recorded">By kind and id.</param>
/// <param name="Creating">By asset, since the id is not known before the service has answered.</param>
internal sealed record ForeignObjects(
    IReadOnlyDictionary<(string Kind, string Id), string> Recorded,
    IReadOnlyDictionary<string, string> Creating
);
