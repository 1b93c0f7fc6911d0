using System.Diagnostics;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text;
using System.Xml.Linq;
using Layercake.Testing;

namespace Layercake.Rest.Tests.Package;

/// <summary>The NuGet package of the client, as <c>dotnet pack deployment/Rest</c> makes it.</summary>
public sealed class PackageTests
{
    [Fact]
    [Trait("Extent", "Whole")]
    public async Task It_has_the_client_its_comments_and_its_README_and_no_path_of_this_machine()
    {
        using var folder = new TempDirectory();
        var (first, second) = (await PackAsync(folder["first"]), await PackAsync(folder["second"]));

        using var package = ZipFile.OpenRead(first);
        var metadata = XDocument.Load(package.GetEntry("Layercake.Rest.nuspec")!.Open()).Root!.Elements().Single();
        string? Value(string name) => metadata.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value;
        Assert.Equal("Layercake.Rest MIT README.md", $"{Value("id")} {Value("license")} {Value("readme")}");
        Assert.Equal(typeof(WorkspaceClient).Assembly.GetName().Version!.ToString(3), Value("version"));
        var dependencies = metadata.Descendants().Where(element => element.Name.LocalName == "dependency");
        Assert.Equal(
            ["Microsoft.Extensions.Logging.Abstractions", "Newtonsoft.Json", "Polly.Core"],
            dependencies.Select(element => (string?)element.Attribute("id"))
        );
        Assert.Equal(
            ["README.md", "lib/net10.0/Layercake.Rest.dll", "lib/net10.0/Layercake.Rest.xml", "lib/net10.0/Layercake.Secrecy.dll"],
            package.Entries.Select(entry => entry.FullName).Where(IsOurs).Order(StringComparer.Ordinal)
        );
        Assert.All(package.Entries, entry => Assert.DoesNotContain(Root(), Text(entry), StringComparison.Ordinal));
        Assert.Equal(await File.ReadAllBytesAsync(first), await File.ReadAllBytesAsync(second));
    }

    private static bool IsOurs(string entry) => entry == "README.md" || entry.StartsWith("lib/", StringComparison.Ordinal);

    private static string Text(ZipArchiveEntry entry)
    {
        using var content = new MemoryStream();
        using (var stream = entry.Open())
            stream.CopyTo(content);

        return Encoding.Latin1.GetString(content.ToArray());
    }

    /// <summary>With everything in folders of its own, since others build in those of the repository at this moment.</summary>
    private static async Task<string> PackAsync(string folder)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [
                "pack",
                Path.Combine(Root(), "deployment", "Rest"),
                "-v:quiet",
                "-nologo",
                "-nodeReuse:false",
                "-p:RunAnalyzers=false",
                $"-p:ArtifactsPath={Path.Combine(Path.GetDirectoryName(folder)!, "artifacts")}",
                $"-p:PackageOutputPath={folder}",
            ]
        )
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, said);
        return Assert.Single(Directory.GetFiles(folder, "*.nupkg"));
    }

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(here, "..", "..", "..", ".."));
}
