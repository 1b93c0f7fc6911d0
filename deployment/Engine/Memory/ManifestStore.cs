using System.Security.Cryptography;
using Layercake.Rest;
using Layercake.Rest.Apis;

namespace Layercake.Engine.Memory;

/// <summary>Keeps the manifest as a file in the workspace, since the machines that deploy are empty every time.</summary>
/// <param name="folder">The workspace folder for this deployment and environment.</param>
public sealed class ManifestStore(WorkspaceApi workspace, string folder)
{
    public string Path { get; } = $"{folder}/manifest.json.gz";

    /// <summary>An empty manifest when there is none yet.</summary>
    public async Task<Manifest> LoadAsync(CancellationToken ct) =>
        await ExportAsync(ct) is { } content ? ManifestFile.Read(content, Path) with { Stamp = Stamp(content) } : Manifest.Empty;

    /// <summary>The <see cref="Manifest.Stamp"/> of what is in the workspace now.</summary>
    internal async Task<string?> StampAsync(CancellationToken ct) => await ExportAsync(ct) is { } content ? Stamp(content) : null;

    public async Task SaveAsync(Manifest manifest, CancellationToken ct)
    {
        var content = ManifestFile.Write(manifest);
        try
        {
            await ImportAsync(content, ct);
        }
        catch (WorkspaceApiException e) when (e.IsMissing)
        {
            await workspace.MakeDirectoryAsync(folder, ct);
            await ImportAsync(content, ct);
        }
    }

    private static string Stamp(byte[] content) => Convert.ToHexString(SHA256.HashData(content));

    private async Task<byte[]?> ExportAsync(CancellationToken ct)
    {
        try
        {
            return await workspace.ExportAsync(Path, "SOURCE", ct);
        }
        catch (WorkspaceApiException e) when (e.IsMissing)
        {
            return null;
        }
    }

    private Task ImportAsync(byte[] content, CancellationToken ct) => workspace.ImportAsync(Path, content, "AUTO", language: null, overwrite: true, ct);
}
