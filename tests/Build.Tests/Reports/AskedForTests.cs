using Build.CommandLine;
using Build.Record;
using Build.Reports;
using Build.Running;
using Layercake.Secrecy;
using Layercake.Testing;

namespace Layercake.Build.Tests.Reports;

public sealed class AskedForTests
{
    [Theory]
    [InlineData("ann@contoso.example", "Asked for by ann@contoso.example on the web page.")]
    [InlineData(null, null)]
    public void The_report_of_a_run_of_the_web_page_says_who_asked_for_it(string? asker, string? remark)
    {
        using var folder = new TempDirectory();
        var arguments = new HostArguments
        {
            Targets = ["Validate"],
            TargetUses = new TargetUses([]),
            Values = new Dictionary<KnownOption, string>(),
            Errors = [],
        };
        var folders = new HostFolders { Root = folder.FullPath, Start = folder.FullPath };
        var run = new RunOptions(arguments, folders, package: null, approved: null, TimeProvider.System, CancellationToken.None);

        var report = ReportContent.Of(run, new RunRecord { AskedBy = asker }, new Redactor(), failure: null);

        Assert.Equal(remark, report.Remarks.SingleOrDefault());
    }
}
