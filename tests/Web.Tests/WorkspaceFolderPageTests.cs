using Layercake.Web.Runs;
using Layercake.Web.Tests.Support;

namespace Layercake.Web.Tests;

/// <summary>What the page offers where its files are a copy of a Git folder of a workspace.</summary>
public sealed class WorkspaceFolderPageTests
{
    [Fact]
    public async Task Files_are_written_to_the_folder_and_not_pushed()
    {
        await using var page = await PageServer.StartSignedInAsync(
            new MemoryRunHost
            {
                Names = ["dev"],
                Files = new FilesDescription
                {
                    Folder = "/Workspace/<team>",
                    Count = 1,
                    Newest = null,
                    Git = null,
                    WorkspaceFolder = new WorkspaceFolderState
                    {
                        Path = "/Workspace/<team>",
                        Environment = "dev<b>",
                        IsPulled = true,
                        Changed = 2,
                    },
                },
            },
            new WebOptions()
        );

        var html = await page.PageAsync("/environments/dev/export");

        Assert.Contains("3. Write to the Git folder", html, StringComparison.Ordinal);
        Assert.DoesNotContain("3. Push", html, StringComparison.Ordinal);
        Assert.Contains("/Workspace/&lt;team&gt;", html, StringComparison.Ordinal);
        Assert.Contains("dev&lt;b&gt;", html, StringComparison.Ordinal);
        Assert.Contains("2 changed here", html, StringComparison.Ordinal);
    }
}
