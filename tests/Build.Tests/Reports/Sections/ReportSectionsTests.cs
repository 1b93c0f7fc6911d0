using Build.Record;
using Build.Reports.Sections;
using Layercake.Engine.Environments;
using Layercake.Engine.Exporting;
using Layercake.Engine.Planning;
using Layercake.Engine.Provisioning;
using Layercake.Secrecy;

namespace Layercake.Build.Tests.Reports.Sections;

public sealed class ReportSectionsTests
{
    private static readonly IReadOnlyList<RunFact> OneOfEach =
    [
        new ConnectionChecked("dev", []),
        new FilesExported("dev", new ExportResult { Files = [], Findings = [] }, DryRun: false, TimeSpan.Zero),
        new InfrastructurePlanned(
            new InfrastructurePlan
            {
                Target = new InfrastructureTarget
                {
                    SubscriptionId = "",
                    ResourceGroup = "rg",
                    Location = "",
                    WorkspaceName = "",
                    VaultName = "",
                    Settings = new InfrastructureSettings(),
                    Secrets = [],
                },
                Changes = [],
                Parameters = [],
                CreatesGroup = false,
                Deploys = false,
                CreatesScope = false,
                MissingSecrets = [],
                Placeholders = [],
            }
        ),
        new WorkspaceReviewed("dev", new WorkspaceReview([], [])),
        new AssetsLeftOut([]),
        new RunsEnded([]),
        new TestsRun([]),
    ];

    [Fact]
    public void Each_kind_of_fact_has_a_section()
    {
        var kinds = typeof(RunFact).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(RunFact)) && !type.IsAbstract);

        var sections = ReportSections.Of(OneOfEach, new Redactor());

        Assert.Equal(kinds.Select(kind => kind.Name).Order(), OneOfEach.Select(fact => fact.GetType().Name).Order());
        Assert.Equal(OneOfEach.Count, sections.Select(section => section.Title).Distinct().Count());
    }
}
