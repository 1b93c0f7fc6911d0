using System.IO.Compression;
using Layercake.Host.Tests.Support;

namespace Layercake.Host.Tests;

public sealed class PackageTests(User shared) : IClassFixture<User>, IAsyncLifetime
{
    private User user = null!;

    private string Package => Path.Combine(user.Home, "release.zip");

    public async Task InitializeAsync()
    {
        user = (await shared.StartOverAsync())
            .WithSmallProject()
            .With("deployment/environments/local.json", """{ "notebooks_path": "/Shared/packed" }""")
            .With("deployment/moved.json", """{ "moved": [{ "from": "jobs.before", "to": "jobs.nightly" }] }""");
        var packed = await user.RunAsync("--target=Package", $"--package={Package}");
        Assert.Equal(0, packed.ExitCode);
        Assert.Contains(packed.Lines, line => line.StartsWith("Packed ", StringComparison.Ordinal));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task What_was_packed_is_deployed_even_after_the_folder_changed()
    {
        Directory.Delete(user.Assets, recursive: true);
        await using (var zip = await ZipFile.OpenReadAsync(Package))
            Assert.NotNull(zip.GetEntry("assets/deployment/moved.json"));

        var deployed = await user.RunPackageAsync(Package);

        Assert.Equal(0, deployed.ExitCode);
        Assert.Contains("Plan: 4 to create, 0 unchanged.", deployed.Lines);
        Assert.Equal(
            "/Shared/packed/load",
            (string?)(await user.Cloud.GetAsync("/api/2.0/workspace/get-status?path=/Shared/packed/load"))["path"]
        );
    }

    [Fact]
    public async Task A_package_and_its_folder_say_the_same()
    {
        await user.RunAsync();

        Assert.Contains("Nothing to do: 4 assets are as declared.", (await user.RunPackageAsync(Package)).Lines);
    }

    [Fact]
    public async Task An_unpacked_package_starts_itself_with_the_runtime_alone()
    {
        var folder = Path.Combine(user.Home, "unpacked");
        await ZipFile.ExtractToDirectoryAsync(Package, folder);

        var deployed = await HostRun
            .StartProgram(
                user.Home,
                Path.Combine(folder, "host", "Build.dll"),
                ["--no-report", $"--package={folder}", $"--cloud-file={user.CloudFile}"]
            )
            .EndAsync();

        Assert.Equal(0, deployed.ExitCode);
        Assert.Contains("Plan: 4 to create, 0 unchanged.", deployed.Lines);
    }

    [Fact]
    public async Task Two_packages_of_one_content_are_the_same_file()
    {
        var again = Path.Combine(user.Home, "again.zip");
        await user.RunAsync("--target=Package", $"--package={again}");

        Assert.Equal(await File.ReadAllBytesAsync(Package), await File.ReadAllBytesAsync(again));
    }

    [Theory]
    [InlineData("assets/jobs/nightly.json", "differs from what was packed")]
    [InlineData("host/Build.dll", "differs from what was packed")]
    [InlineData("assets/jobs/added.json", "was not packed")]
    [InlineData("assets/../../escaped.json", "leads out of the package")]
    public async Task A_package_that_someone_changed_is_refused_before_any_request(string file, string problem)
    {
        using (var zip = ZipFile.Open(Package, ZipArchiveMode.Update))
        {
            zip.GetEntry(file)?.Delete();
            using var entry = new StreamWriter(zip.CreateEntry(file).Open());
            entry.Write("{}");
        }

        await user.Cloud.ForgetRequestsAsync();
        var refused = await user.RunPackageAsync(Package);

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains(
            refused.Lines,
            line =>
                line.Contains("error PKG002: ", StringComparison.Ordinal)
                && line.Contains(file, StringComparison.Ordinal)
                && line.Contains(problem, StringComparison.Ordinal)
        );
        Assert.Empty(await user.Cloud.RequestsAsync());
        Assert.False(File.Exists(Path.Combine(user.Home, "escaped.json")));
    }

    [Fact]
    public async Task A_package_that_lost_a_file_is_refused()
    {
        using (var zip = ZipFile.Open(Package, ZipArchiveMode.Update))
            zip.GetEntry("assets/clusters/etl.json")!.Delete();

        var refused = await user.RunPackageAsync(Package);

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains(
            $"{Package}: error PKG002: assets/clusters/etl.json is missing. Fetch the package again, or make it again with "
                + $"--target=Package.",
            refused.Text,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("truncated.zip")]
    [InlineData("nowhere.zip")]
    [InlineData("assets")]
    public async Task What_is_no_package_is_a_finding(string file)
    {
        if (file.StartsWith('t'))
            await File.WriteAllBytesAsync(Path.Combine(user.Home, file), (await File.ReadAllBytesAsync(Package))[..5000]);

        var refused = await user.RunPackageAsync(Path.Combine(user.Home, file));

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("error PKG001: ", refused.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_left_behind_in_the_temporary_folder()
    {
        await user.RunPackageAsync(Package);

        Assert.Empty(Directory.EnumerateDirectories(user.Home, "layercake-*"));
    }
}
