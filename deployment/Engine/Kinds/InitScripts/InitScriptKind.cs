using System.Globalization;
using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Files;

namespace Layercake.Engine.Kinds.InitScripts;

/// <summary>Scripts that clusters run when they start: the tree of <c>init-scripts/</c>, deployed byte for byte.</summary>
internal sealed class InitScriptKind(string root) : FileKind("init-scripts", "init script", root)
{
    public override string RootSetting => "init_scripts_destination";

    public override IReadOnlyList<Declaration> Read(AssetsFolder assets, ICollection<Finding> findings) =>
        ReadAsTheyAre(
            assets,
            findings,
            (script, file) =>
            {
                if (file.Size > SizeLimits.InitScript)
                    findings.Add(TooLarge(script, file.Size));
                TextFileCheck.Check(script, file.Content, findings);
            }
        );

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
