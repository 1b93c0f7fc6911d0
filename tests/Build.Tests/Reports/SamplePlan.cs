using Build.CommandLine;
using Build.Running;
using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Planning;
using Layercake.Engine.Sealing;
using Layercake.Secrecy;
using Layercake.Testing;

namespace Layercake.Build.Tests.Reports;

/// <summary>A sealed plan in a file, which no workspace was needed for.</summary>
internal sealed class SamplePlan : IDisposable
{
    /// <summary>What a job can be called, and what no page may take for more than text.</summary>
    public const string Hostile = "a|b `c` <script>alert(1)</script> @everyone ##vso[task.complete] ##[error]x";

    private static readonly Redactor Redactor = new();

    private readonly TempDirectory folder = new();

    /// <remarks>A cluster among the changes is stopped.</remarks>
    /// <param name="approve">As it is sealed; null where the environment sets none.</param>
    public SamplePlan(string? approve, params IReadOnlyList<Change> changes)
        : this(approve, "Password=hunter2", changes) { }

    /// <param name="declared">The description of the job that Git declares.</param>
    public SamplePlan(string declared)
        : this(null, declared, []) { }

    private SamplePlan(string? approve, string declared, IReadOnlyList<Change> changes) =>
        Id = SealedPlanFile.Write(Sealed(approve, declared, changes), File, Redactor);

    public string File => folder["release.plan"];

    public string Id { get; }

    /// <summary>What <c>ShowPlan</c> prints of it.</summary>
    public string Printed(string form)
    {
        using var opened = OpenedPlan.Open(File, id: null, unpack: false);
        var root = folder["root"];
        var folders = HostFolders.Find(root, root);
        var arguments = new HostArguments
        {
            Targets = ["ShowPlan"],
            TargetUses = new TargetUses([]),
            Values = new Dictionary<KnownOption, string>(),
            Errors = [],
        };
        var run = new RunOptions(arguments, folders, package: null, opened, TimeProvider.System, CancellationToken.None);
        return global::Build.Reports.PrintedPlan.Of(opened, form, run, Redactor);
    }

    public void Dispose() => folder.Dispose();

    public static Change Deletion(string name) => SampleReport.Change("jobs", name, ChangeAction.Delete) with { File = null };

    public static Change Update(string name, string before, string after) =>
        SampleReport.Change("jobs", name, ChangeAction.Update) with
        {
            Fields =
            [
                new FieldChange
                {
                    Path = "description",
                    Old = before,
                    New = after,
                },
            ],
        };

    private static SealedPlan Sealed(string? approve, string declared, IReadOnlyList<Change> changes) =>
        new()
        {
            Rules = "sha256:0",
            Tool = "1.2.3",
            MadeAt = new DateTimeOffset(2026, 11, 21, 8, 30, 0, TimeSpan.Zero),
            Expires = new DateTimeOffset(2026, 11, 22, 8, 30, 0, TimeSpan.Zero),
            AppliedBy = "deployer@example.com",
            Settings = approve is null ? new Dictionary<string, string>() : new() { ["approve"] = approve },
            Plan = new Plan
            {
                Environment = "prod",
                Workspace = new Uri("https://adb-1.azuredatabricks.net/"),
                Commit = "0123456789abcdef0123456789abcdef01234567",
                Changes = changes,
                Approval =
                [
                    .. changes
                        .Where(change => change.Action == ChangeAction.Delete)
                        .Select(change => new ApprovalReason
                        {
                            Class = "delete:*",
                            Assets = [change.Asset],
                            Text = $"delete:* ({change.Asset})",
                        }),
                ],
            },
            Request = new PlanRequest(),
            Writes =
            [
                .. changes
                    .Where(change => change.Kind == "clusters")
                    .Select(change => new AnnouncedWrite(change.Asset, ["POST /api/2.1/clusters/delete"], Body: null, IsConditional: true)
                    {
                        IsStop = true,
                    }),
            ],
            Declarations =
            [
                new SealedDeclaration(
                    new Declaration
                    {
                        Kind = "jobs",
                        Name = "nightly",
                        File = "jobs/nightly.json",
                        Content = new() { ["description"] = declared },
                        FullPath = "",
                    },
                    Data: null
                ),
            ],
            Moves = [],
            Secrets = new Dictionary<string, string>(),
            Names = [],
        };
}
