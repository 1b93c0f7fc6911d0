using System.Diagnostics;
using System.IO.Compression;
using System.Runtime.CompilerServices;

namespace Layercake.Frosting.Tests;

/// <summary><c>UseCakeFrostingPackage=true</c>, with a package made of our layer where the feed has none, and without a network.</summary>
public sealed class PackageSwitchTests : IDisposable
{
    // What the real package depends on lies in this one, since the feed has no packages of it.
    private static readonly string[] Packed = ["Cake.*", "Spectre.*", "NuGet.*", "Microsoft.Extensions.DependencyInjection*"];

    private readonly string folder = Directory.CreateTempSubdirectory("layercake-").FullName;

    private static string Root { get; } = FindRoot();

    private static string Version { get; } = typeof(Cake.Core.ICakeContext).Assembly.GetName().Version!.ToString(3);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task With_the_package_the_solution_restores_and_the_host_builds_and_runs()
    {
        Pack();
        WriteProps();

        await DotNetAsync("restore", "Layercake.slnx");
        // What the host refers to was built before the tests, and is the same with the package.
        await DotNetAsync("build", "build/Build.csproj", "--no-restore", "-p:BuildProjectReferences=false", "-p:RunAnalyzers=false");
        var described = await RunAsync([Path.Combine(folder, "bin", "Build.dll"), "--description"]);

        Assert.Contains("Plan", described, StringComparison.Ordinal);
        Assert.Contains("DeployJobs", described, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(folder, "packages", "cake.frosting", Version, "cake.frosting.nuspec")));
    }

    private void Pack()
    {
        Directory.CreateDirectory(Path.Combine(folder, "feed"));
        using var package = ZipFile.Open(Path.Combine(folder, "feed", $"Cake.Frosting.{Version}.nupkg"), ZipArchiveMode.Create);
        using (var manifest = new StreamWriter(package.CreateEntry("Cake.Frosting.nuspec").Open()))
            manifest.Write(
                $"""
                <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
                  <metadata>
                    <id>Cake.Frosting</id>
                    <version>{Version}</version>
                    <authors>Layercake</authors>
                    <description>The layer in build/Frosting, for a test.</description>
                  </metadata>
                </package>
                """
            );

        foreach (var file in Packed.SelectMany(pattern => Directory.EnumerateFiles(AppContext.BaseDirectory, $"{pattern}.dll")))
            package.CreateEntryFromFile(file, $"lib/net10.0/{Path.GetFileName(file)}", CompressionLevel.NoCompression);
    }

    /// <summary>Keeps what restore and the compiler write out of the folders of the repository, which others use at this moment.</summary>
    private void WriteProps() =>
        File.WriteAllText(
            Path.Combine(folder, "Switch.props"),
            $"""
            <Project>
              <PropertyGroup>
                <BaseIntermediateOutputPath>{folder}/obj/$(MSBuildProjectName)/</BaseIntermediateOutputPath>
                <ProduceReferenceAssembly>false</ProduceReferenceAssembly>
                <OutDir Condition="'$(MSBuildProjectName)' == 'Build'">{folder}/bin/</OutDir>
                <RestoreSources>{folder}/feed</RestoreSources>
                <RestoreFallbackFolders>$(InstalledPackages)</RestoreFallbackFolders>
              </PropertyGroup>
              <Import Project="$([MSBuild]::GetPathOfFileAbove('Directory.Build.props', '$(MSBuildProjectDirectory)'))" />
            </Project>
            """
        );

    private Task<string> DotNetAsync(string command, string target, params string[] options) =>
        RunAsync(
            [
                command,
                Path.Combine(Root, target),
                .. options,
                "-v:quiet",
                "-nologo",
                "-nodeReuse:false",
                "-p:UseCakeFrostingPackage=true",
                $"-p:CakeVersion={Version}",
                $"-p:DirectoryBuildPropsPath={Path.Combine(folder, "Switch.props")}",
            ]
        );

    private async Task<string> RunAsync(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // The package must not stay among those that other builds of this machine take.
        start.Environment["InstalledPackages"] = InstalledPackages();
        start.Environment["NUGET_PACKAGES"] = Path.Combine(folder, "packages");

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var text = await process.StandardOutput.ReadToEndAsync() + await errors;
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, text);
        return text;
    }

    private static string InstalledPackages() =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private static string FindRoot([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", ".."));
}
