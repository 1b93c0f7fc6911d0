using System.Security.Cryptography;
using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Files;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.InitScripts;

/// <summary>Scripts that clusters run when they start: the tree of <c>init-scripts/</c>, deployed byte for byte.</summary>
internal sealed class InitScriptKind(string root, IFileDestination destination) : FileKind("init-scripts", "init script", root, destination)
{
    public override IReadOnlyList<Declaration> Read(AssetsFolder assets, ICollection<Finding> findings) =>
        [
            .. new FileTree(assets)
                .Read(Name, findings)
                .Select(file => new Declaration
                {
                    Kind = Name,
                    Name = file.Path,
                    File = file.File,
                    FullPath = file.FullPath,
                    Content = new JObject { [Content] = file.Sha256 },
                }),
        ];

    protected override async Task WriteAsync(string path, Declaration declaration, bool overwrite, CancellationToken ct) =>
        await Destination.WriteAsync(path, await File.ReadAllBytesAsync(declaration.FullPath, ct), overwrite, ct);

    protected override async Task<string> ContentAsync(RemoteFile file, Declaration declaration, CancellationToken ct) =>
        await TryHashAsync(file, ct) ?? "a folder";

    protected override async Task<string?> TryHashAsync(RemoteFile file, CancellationToken ct) =>
        file.IsFolder ? null : "sha256:" + Convert.ToHexStringLower(SHA256.HashData(await Destination.ReadAsync(file.Path, ct)));
}
