using System.Security.Cryptography;
using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Files;

namespace Layercake.Engine.Kinds.InitScripts;

/// <summary>The init scripts of a workspace, wherever the environment puts them.</summary>
internal sealed class RemoteInitScripts(InitScriptKind kind, IFileDestination destination) : RemoteFiles(kind, destination)
{
    protected override async Task WriteAsync(string path, Declaration declaration, bool overwrite, CancellationToken ct) =>
        await Destination.WriteAsync(path, await File.ReadAllBytesAsync(declaration.FullPath, ct), overwrite, ct);

    protected override async Task<string> ContentAsync(RemoteFile file, Declaration declaration, CancellationToken ct) =>
        await TryHashAsync(file, ct) ?? "a folder";

    protected override async Task<string?> TryHashAsync(RemoteFile file, CancellationToken ct) =>
        file.IsFolder ? null : "sha256:" + Convert.ToHexStringLower(SHA256.HashData(await Destination.ReadAsync(file.Path, ct)));
}
