using Build.Text;
using Layercake.Engine.Exporting;

namespace Layercake.Build.Tests.Text;

/// <summary>What an export leaves out is said with what to do about it.</summary>
public sealed class ExportTextTests
{
    [Theory]
    [InlineData(1, "1 new file says nothing of permissions.")]
    [InlineData(2, "2 new files say nothing of permissions.")]
    public void Files_without_permissions_are_told_with_how_to_get_them(int files, string begins)
    {
        var result = new ExportResult
        {
            Files = [],
            Findings = [],
            WithoutPermissions = files,
        };

        Assert.Equal(
            $"{begins} Export with --with-permissions, or the next deployment of these files removes the permissions that an earlier one "
                + "set.",
            Assert.Single(ExportText.Remarks(result))
        );
    }
}
