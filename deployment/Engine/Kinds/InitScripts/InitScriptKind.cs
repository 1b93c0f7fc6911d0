using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Files;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.InitScripts;

/// <summary>Scripts that clusters run when they start: the tree of <c>init-scripts/</c>, deployed byte for byte.</summary>
internal sealed class InitScriptKind(string root) : FileKind("init-scripts", "init script", root)
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
}
