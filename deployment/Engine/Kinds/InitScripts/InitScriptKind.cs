using System.Globalization;
using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Files;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.InitScripts;

/// <summary>Scripts that clusters run when they start: the tree of <c>init-scripts/</c>, deployed byte for byte.</summary>
internal sealed class InitScriptKind(string root) : FileKind("init-scripts", "init script", root)
{
    public override IReadOnlyList<Declaration> Read(AssetsFolder assets, ICollection<Finding> findings)
    {
        var scripts = new List<Declaration>();
        foreach (var file in new FileTree(assets).Read(Name, findings))
        {
            var script = new Declaration
            {
                Kind = Name,
                Name = file.Path,
                File = file.File,
                FullPath = file.FullPath,
                Content = new JObject { [Content] = file.Sha256 },
            };
            scripts.Add(script);
            if (file.Size > SizeLimits.InitScript)
                findings.Add(TooLarge(script, file.Size));
            TextFileCheck.Check(script, file.Content, findings);
        }

        return scripts;
    }

    private static Finding TooLarge(Declaration script, long size) =>
        script.At(
            null,
            "INI001",
            string.Create(
                CultureInfo.InvariantCulture,
                $"the script has {size:N0} bytes, and at most {SizeLimits.InitScript:N0} are sent. Keep what it installs in a volume or "
                    + $"in notebooks/, and let the script copy it from there."
            )
        );
}
