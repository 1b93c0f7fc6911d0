using System.Globalization;
using Build.Git;
using Build.Packaging;
using Build.Running;
using Build.Views;
using Layercake.Engine.Declarations;

namespace Build.Packing;

/// <summary>Makes the package, and says what is in it.</summary>
public sealed class Packager(RunOptions run, Output output, FindingsView findings)
{
    public void Pack()
    {
        var found = new List<Finding>();
        var files = new PackageSources(run).Read(found);
        findings.Show(found);
        if (found.Any(finding => finding.Severity == Severity.Error))
            throw new BuildFailedException(ExitCodes.Wrong, $"{FindingsView.Summary(found)}. No package was made.");

        var git = new GitRepository(run.AssetsFolder, package: null);
        var manifest = new PackageManifest
        {
            Format = PackageManifest.CurrentFormat,
            Layercake = HostVersion.Text,
            Commit = git.Commit,
            Branch = git.Branch,
            Modified = git.Modified,
            Files = files.ToDictionary(file => file.Key, file => PackageFile.Digest(file.Value), StringComparer.Ordinal),
        };
        var path = run.PackageFile;
        try
        {
            PackageFile.Write(path, manifest, files);
        }
        catch (Exception e) when (DiskErrors.Is(e))
        {
            throw new BuildFailedException(
                ExitCodes.Failed,
                $"The package could not be written to {path}: {DiskErrors.Words(e, path)}. Name another file with --package=FILE.",
                e
            );
        }

        if (git.Modified)
            output.Line(
                "warning: some of it is not committed, so the package is not what the commit says. Commit first, to know later what "
                    + "was deployed.",
                Tone.Change
            );

        var assets = files.Keys.Count(name => name.StartsWith(PackageLayout.Assets + "/", StringComparison.Ordinal));
        var size = (new FileInfo(path).Length / 1024d / 1024d).ToString("0.0", CultureInfo.InvariantCulture);
        output.Line(
            $"Packed {DisplayText.Count(assets, "file")} of {(git.Commit is null ? "no commit" : DisplayText.ShortCommit(git.Commit))} with "
                + $"the host: {run.Folders.DisplayPath(path)}, {size} MB.",
            Tone.Good
        );
    }
}
