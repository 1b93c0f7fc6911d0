using System.Text;
using Build.Running;
using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds;
using Layercake.Engine.Moves;

namespace Build.Packaging;

/// <summary>Gathers what goes into a package: the host as it runs now, the assets and the environments.</summary>
internal sealed class PackageSources(RunOptions run)
{
    private const string Shell = """
        #!/usr/bin/env bash
        # Deploys this package; takes the options of the host, such as --env=dev.
        set -euo pipefail
        here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
        exec dotnet "$here/host/Build.dll" --package="$here" "$@"

        """;

    private const string PowerShell = """
        # Deploys this package; takes the options of the host, such as --env=dev.
        $ErrorActionPreference = 'Stop'
        $PSNativeCommandUseErrorActionPreference = $false

        {0}
        Start-Host (Join-Path $PSScriptRoot 'host/Build.dll') (@("--package=$PSScriptRoot") + $args) $MyInvocation
        exit $LASTEXITCODE

        """;

    /// <summary>
    /// Every file by its path in the package; the environments of the assets hide those of the same name that came with the host.
    /// </summary>
    public IReadOnlyDictionary<string, PackedFile> Read(ICollection<Finding> findings)
    {
        var files = new SortedDictionary<string, PackedFile>(StringComparer.Ordinal)
        {
            [PackageLayout.ShellScript] = Text(Shell, "\n"),
            [PackageLayout.PowerShellScript] = Text(PowerShell.Replace("{0}", Resource("start.ps1"), StringComparison.Ordinal), "\r\n"),
        };
        foreach (var root in new[] { run.Folders.Root, run.AssetsFolder }.Distinct())
            foreach (var folder in new[] { PackageLayout.Environments, PackageLayout.Infrastructure })
                Add(files, new FileTree(new AssetsFolder(root)) { LeavesOutIgnored = false }, folder, findings);

        foreach (var kind in KindTable.Folders)
            Add(files, new FileTree(new AssetsFolder(run.AssetsFolder)), kind, findings);

        var moved = Path.Combine(run.AssetsFolder, MoveFile.Path);
        if (File.Exists(moved))
            files[$"{PackageLayout.Assets}/{MoveFile.Path}"] = PackedFile.At(moved);

        foreach (
            var path in Directory
                .EnumerateFiles(AppContext.BaseDirectory, "*", SearchOption.AllDirectories)
                .Where(path => Path.GetExtension(path) != ".pdb")
        )
            files[
                $"{PackageLayout.Host}/{Path.GetRelativePath(AppContext.BaseDirectory, path).Replace(Path.DirectorySeparatorChar, '/')}"
            ] = PackedFile.At(path);

        return files;
    }

    private static void Add(SortedDictionary<string, PackedFile> files, FileTree tree, string folder, ICollection<Finding> findings)
    {
        foreach (var file in tree.Read(folder, findings))
            files[$"{PackageLayout.Assets}/{file.File}"] = PackedFile.At(file.FullPath);
    }

    private static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(PackageSources).Assembly.GetManifestResourceStream($"Build.Packaging.{name}")!);
        return reader.ReadToEnd();
    }

    private static PackedFile Text(string text, string lineEnding) =>
        PackedFile.Of(Encoding.UTF8.GetBytes(text.ReplaceLineEndings(lineEnding)));
}
