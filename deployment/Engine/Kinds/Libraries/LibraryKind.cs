using System.Globalization;
using System.Text.RegularExpressions;
using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Checks;
using Layercake.Engine.Kinds.Files;
using Layercake.Engine.Memory;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Libraries;

/// <summary>Wheels, JARs and lists of requirements that clusters and jobs install: the tree of <c>libraries/</c>.</summary>
/// <remarks>
/// Each file lies in a folder that is called after its content. A cluster takes a library for the one that it has as long as the path is
/// the same, so another content needs another path; the name of the file has to stay, since pip reads the version from that of a wheel.
/// </remarks>
internal sealed partial class LibraryKind(string root) : FileKind(Folder, "library", root)
{
    public const string Folder = "libraries";

    /// <summary>As many digits of the content's digest.</summary>
    private const int VersionLength = 12;

    public override string RootSetting => "libraries_destination";

    public override string InsteadOfRename =>
        "a library is its content and its place: under another name it is written at another place, and the one before stays until "
        + "--target=Prune finds that nothing names it";

    public override IReadOnlyList<Declaration> Read(AssetsFolder assets, ICollection<Finding> findings) =>
        ReadAsTheyAre(assets, findings, (library, file) => Check(library, file, findings));

    public override string PathOf(Declaration declaration) => $"{Root}/{VersionOf(declaration.Content)}/{declaration.Name}";

    public override string NameOfEarlier(ManifestEntry entry) => $"{VersionOf(entry.Declared)}/{entry.Name}";

    /// <summary>The path below <c>libraries/</c> of a remote file; null where it is in no folder of a version.</summary>
    public static string? NameIn(string below) => Version().Match(below) is { Success: true } match ? match.Groups["name"].Value : null;

    private static string VersionOf(JObject content)
    {
        var digest = (string)content[Content]!;
        return digest[(digest.IndexOf(':', StringComparison.Ordinal) + 1)..][..VersionLength];
    }

    private static void Check(Declaration library, LocalFile file, ICollection<Finding> findings)
    {
        if (file.Size > SizeLimits.PlainFile)
            findings.Add(
                library.At(
                    null,
                    "LIB001",
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"the file has {file.Size:N0} bytes, and at most {SizeLimits.PlainFile:N0} are sent. Put it into a volume, and "
                            + $"name its path there."
                    )
                )
            );
        if (WheelName.IsWrong(library.Name))
            findings.Add(
                library.At(
                    null,
                    "LIB002",
                    $"a wheel of that name is not installed: its name says what is in it. Keep the name that the build gave it: "
                        + $"{WheelName.Form}."
                )
            );
        TextFileCheck.Check(library, file.Content, findings);
    }

    [GeneratedRegex(@"\A[0-9a-f]{12}/(?<name>.+)\z")]
    private static partial Regex Version();
}
