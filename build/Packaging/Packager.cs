using System.Globalization;
using Build.Git;
using Build.Preparation;
using Build.Printing;
using Build.Running;
using Build.Text;
using Build.Views;
using Layercake.Engine.Declarations;

namespace Build.Packaging;

/// <summary>Makes the package, and says what is in it.</summary>
internal sealed class Packager(RunOptions run, Output output, RunFindings findings, AssetsNotice assets) : IPackager
{
    public void Pack()
    {
        ThrowIfErrors([.. AssetsCheck.Problems(run)]);
        assets.Show();

        var found = new List<Finding>();
        var files = new PackageSources(run).Read(found);
        ThrowIfErrors(found);

        var git = new GitRepository(run.AssetsFolder, package: null);
        Write(files, git);
        Show(files, git);
    }

    private void ThrowIfErrors(IReadOnlyList<Finding> found)
    {
        findings.Add(found);
        if (found.Any(finding => finding.Severity == Severity.Error))
            throw new BuildFailedException(ExitCodes.Wrong, $"{FindingsText.Summary(found)}. No package was made.");
    }

    private void Write(IReadOnlyDictionary<string, PackedFile> files, GitRepository git)
    {
        var path = run.PackageFile;
        var digests = Digests(files);
        var manifest = new PackageManifest
        {
            Format = PackageManifest.CurrentFormat,
            Layercake = HostVersion.Text,
            Commit = git.Commit,
            Branch = git.Branch,
            Modified = git.Modified,
            Files = digests,
        };
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
    }

    private static Dictionary<string, string> Digests(IReadOnlyDictionary<string, PackedFile> files)
    {
        var digests = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, file) in files)
            try
            {
                digests[name] = PackageFile.Digest(file);
            }
            catch (Exception e) when (DiskErrors.Is(e))
            {
                throw new BuildFailedException(
                    ExitCodes.Failed,
                    $"{name} cannot be read: {DiskErrors.Words(e)}. Put that right and pack again.",
                    e
                );
            }

        return digests;
    }

    private void Show(IReadOnlyDictionary<string, PackedFile> files, GitRepository git)
    {
        if (git.Modified)
            output.Line(
                "warning: some of it is not committed, so the package is not what the commit says. Commit first, to know later what "
                    + "was deployed.",
                Tone.Change
            );

        var path = run.PackageFile;
        var count = files.Keys.Count(name => name.StartsWith(PackageLayout.Assets + "/", StringComparison.Ordinal));
        var commit = git.Commit is null ? "no commit" : DisplayText.ShortCommit(git.Commit);
        var size = (new FileInfo(path).Length / 1024d / 1024d).ToString("0.0", CultureInfo.InvariantCulture);
        output.Line(
            $"Packed {DisplayText.Count(count, "file")} of {commit} with the host: {run.Folders.DisplayPath(path)}, {size} MB.",
            Tone.Good
        );
    }
}
