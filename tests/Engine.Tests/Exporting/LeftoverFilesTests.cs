using Layercake.Engine.Tests.Support;

namespace Layercake.Engine.Tests.Exporting;

/// <summary>What an export that was killed left behind.</summary>
public sealed class LeftoverFilesTests
{
    private const string Temporary = ".0123456789abcdef0123456789abcdef.layercake-tmp";

    [Theory]
    [InlineData($"notebooks/{Temporary}", true)]
    [InlineData($"jobs/deeper/still/{Temporary}", true)]
    [InlineData(Temporary, true)]
    [InlineData("notebooks/.mine.layercake-tmp", false)]
    [InlineData("notebooks/.0123456789ABCDEF0123456789abcdef.layercake-tmp", false)]
    [InlineData("notebooks/0123456789abcdef0123456789abcdef.layercake-tmp", false)]
    [InlineData($"notebooks/{Temporary}.txt", false)]
    [InlineData($"other/{Temporary}", false)]
    public async Task An_export_removes_what_has_its_own_name_for_unfinished_files_and_nothing_else(string file, bool removed)
    {
        await using var workspace = await TestWorkspace.StartAsync();
        workspace.With(file, "half");

        await workspace.ExportAsync(request => request with { DryRun = true });
        Assert.True(File.Exists(workspace.Assets[file]));

        await workspace.ExportAsync();
        Assert.Equal(!removed, File.Exists(workspace.Assets[file]));
    }

    [Fact]
    public async Task A_folder_that_is_a_link_is_not_looked_into()
    {
        if (OperatingSystem.IsWindows())
            return;

        await using var workspace = await TestWorkspace.StartAsync();
        workspace.With($"elsewhere/{Temporary}", "half").With("notebooks/a.py", Samples.Notebook());
        Directory.CreateSymbolicLink(workspace.Assets["notebooks/linked"], workspace.Assets["elsewhere"]);

        await workspace.ExportAsync("jobs");

        Assert.True(File.Exists(workspace.Assets[$"elsewhere/{Temporary}"]));
    }
}
