using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Files;

namespace Layercake.Engine.Kinds.InitScripts;

/// <summary>The init scripts of a workspace, wherever the environment puts them.</summary>
internal sealed class RemoteInitScripts(InitScriptKind kind, IFileDestination destination) : RemoteFiles(kind, destination)
{
    protected override async Task WriteAsync(string path, Declaration declaration, bool overwrite, CancellationToken ct) =>
        await Destination.WriteAsync(path, await SentFile.ReadAsync(declaration, ct), overwrite, ct);

    protected override async Task<string> ContentAsync(RemoteFile file, Declaration declaration, CancellationToken ct) =>
        file.IsFolder ? "a folder" : await TryHashAsync(file, ct) ?? NotCompared;

    protected override async Task<string?> TryHashAsync(RemoteFile file, CancellationToken ct) =>
        file.IsFolder || file.IsLarge ? null : ContentDigest.Of(await Destination.ReadAsync(file.Path, ct));
}
