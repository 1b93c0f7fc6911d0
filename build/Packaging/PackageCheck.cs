using System.Text;
using Layercake.Engine.Declarations;

namespace Build.Packaging;

/// <summary>Compares what a package says of itself with what is in it.</summary>
/// <param name="path">The package, as findings name it.</param>
internal sealed class PackageCheck(string path, ICollection<Finding> findings)
{
    private const int MostNamed = 10;

    /// <returns>What the package says of itself; null when any of it is not so.</returns>
    public PackageManifest? Check(IPackageContent content)
    {
        var names = content.Names;
        if (!names.Contains(PackageManifest.FileName))
            return Refuse(
                "PKG001",
                $"This is no package: it has no {PackageManifest.FileName}. Make one with --target=Package, or name it with --package=FILE."
            );
        if (PackageManifest.Parse(Text(content, PackageManifest.FileName)) is not { } manifest)
            return Refuse("PKG001", $"Its {PackageManifest.FileName} cannot be read. Make the package again with --target=Package.");
        if (manifest.Format != PackageManifest.CurrentFormat)
            return Refuse(
                "PKG001",
                $"It is of format {manifest.Format}, and this host reads format {PackageManifest.CurrentFormat}. Deploy it with "
                    + $"the host inside: unpack it and run {PackageLayout.ShellScript}."
            );
        if (names.Where(LeavesPackage).Concat(manifest.Files.Keys.Where(LeavesPackage)).FirstOrDefault() is { } leaving)
            return Refuse(
                "PKG002",
                $"It holds {leaving}, which leads out of the package. Do not use it, and find out where it comes from."
            );

        var twice = names.GroupBy(name => name, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key);
        var others = names.Where(name => name != PackageManifest.FileName && !manifest.Files.ContainsKey(name)).Concat(twice).ToList();
        var missing = manifest.Files.Keys.Except(names, StringComparer.Ordinal).ToList();
        var changed = manifest
            .Files.Where(file => names.Contains(file.Key) && PackageFile.Digest(new PackedFile(() => content.Open(file.Key))) != file.Value)
            .Select(file => file.Key)
            .ToList();
        Tell(changed, "differ from what was packed", "differs from what was packed");
        Tell(missing, "are missing", "is missing");
        Tell(others, "were not packed", "was not packed");
        return others.Count + missing.Count + changed.Count == 0 ? manifest : null;
    }

    internal static Finding Finding(string code, string path, string message) =>
        new()
        {
            Severity = Severity.Error,
            Code = code,
            File = path,
            Message = message,
        };

    private static string Text(IPackageContent content, string name)
    {
        using var reader = new StreamReader(content.Open(name), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private void Tell(List<string> files, string many, string one)
    {
        if (files.Count == 0)
            return;

        var named = NameList.Of([.. files.Order(StringComparer.Ordinal)], MostNamed);
        findings.Add(
            Finding(
                "PKG002",
                path,
                $"{named} {(files.Count == 1 ? one : many)}. Fetch the package again, or make it again with --target=Package."
            )
        );
    }

    private PackageManifest? Refuse(string code, string message)
    {
        findings.Add(Finding(code, path, message));
        return null;
    }

    private static bool LeavesPackage(string name) =>
        name.Length == 0
        || name.Contains('\\', StringComparison.Ordinal)
        || name.Contains(':', StringComparison.Ordinal)
        || name[0] == '/'
        || name.Split('/').Contains("..");
}
