using Layercake.Engine.Environments;
using Layercake.Engine.Memory;
using Layercake.Rest;
using Layercake.Rest.Apis;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Pruning;

/// <summary>Knows what other repositories, and other environments of this one, deployed to the same workspace.</summary>
internal sealed class OtherDeployments(WorkspaceApi workspace, DeploymentEnvironment environment)
{
    /// <returns>By kind and id, the deployment as <c>name/environment</c>.</returns>
    public async Task<IReadOnlyDictionary<(string Kind, string Id), string>> ReadAsync(CancellationToken ct)
    {
        var root = environment.StatePath.TrimEnd('/');
        var names = await FoldersAsync(root, ct);
        var folders = (await Task.WhenAll(names.Select(name => FoldersAsync(name, ct)))).SelectMany(found => found)
            .Where(folder => !folder.EndsWith($"/{environment.DeploymentName}/{environment.Name}", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
        var manifests = await Task.WhenAll(folders.Select(folder => new ManifestStore(workspace, folder).LoadAsync(ct)));

        var owners = new Dictionary<(string, string), string>();
        foreach (var (folder, manifest) in folders.Zip(manifests))
            foreach (var entry in manifest.Entries.Values)
                owners[(entry.Kind, entry.Id)] = string.Join('/', folder.Split('/')[^2..]);

        return owners;
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
