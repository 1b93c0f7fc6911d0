using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Moves;
using Layercake.Engine.Planning;
using Layercake.Engine.Sealing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Sealing;

/// <summary>A sealed plan in which nothing is left out, though no workspace would lead to it.</summary>
internal static class FullPlan
{
    public const string Folder = "/contents";

    public static SealedPlan Make() =>
        new()
        {
            Rules = "sha256:rules",
            Tool = "1.2.3",
            MadeAt = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero),
            Expires = new DateTimeOffset(2026, 3, 2, 12, 0, 0, TimeSpan.Zero),
            AppliedBy = "deployer",
            WorkspaceId = "4711",
            Manifest = "0A1B",
            Settings = new Dictionary<string, string> { ["approve"] = "delete:*" },
            Plan = new Plan
            {
                Environment = "test",
                Workspace = new Uri("https://workspace/"),
                Commit = "0123abcd",
                Changes = [Change()],
                NoLongerInGit = ["jobs.left"],
                Forgotten = ["jobs.gone"],
                Stops = ["jobs.nightly"],
                Approval = [new ApprovalReason { Class = "delete:*", Assets = ["jobs.nightly"], Text = "delete:* (jobs.nightly)" }],
                Approve = "delete:*",
                Destroys = true,
            },
            Request = new PlanRequest
            {
                Select = ["jobs.*"],
                WithNeeded = true,
                DataLoss = ["secret-scopes.app"],
                IsScheduled = true,
                Prune = new PruneRequest(Everything: true, Force: true, Confirmed: "test", Destroys: true),
            },
            Declarations =
            [
                new SealedDeclaration(
                    new Declaration
                    {
                        Kind = "notebooks",
                        Name = "load.py",
                        File = "notebooks/load.py",
                        Content = new JObject { ["content"] = Digest },
                        FullPath = Folder + Digest,
                        BelongsTo = ["jobs.nightly"],
                    },
                    Digest
                ),
            ],
            Moves = [new AssetMove("jobs.old", "jobs.nightly")],
            Secrets = new Dictionary<string, string> { ["pin"] = "v2" },
            Writes = [new AnnouncedWrite("jobs.nightly", ["POST /api/2.2/jobs/reset"], "sha256:3", IsConditional: true) { IsStop = true }],
            Names = [new ResolvedName("clusters", "etl", "0301-1")],
        };

    private const string Digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000";

    private static Change Change() =>
        new()
        {
            Kind = "jobs",
            Name = "nightly",
            Action = ChangeAction.Recreate,
            Reason = "a field changed",
            Id = "17",
            File = "jobs/nightly.json",
            Declaration = "sha256:1",
            Fingerprint = "sha256:2",
            Fields =
            [
                new FieldChange
                {
                    Path = "timeout_seconds",
                    Old = 1,
                    OldIds = 3,
                    New = 2,
                    Drift = true,
                    RecreateBecause = "the service refuses to change it",
                    KeptBecause = "the service keeps it",
                },
            ],
            Kept = ["group admins CAN_MANAGE"],
            KeepsWithdrawn = true,
            Notes = ["filled in by the cluster policy etl: num_workers = 2"],
            Secrets = ["vault/pin/v2"],
            Uncompared = ["vault/other/v1"],
            After = ["clusters.etl"],
            AfterStub = ["jobs.other"],
            Stub = new Stub(["clusters.etl"]),
            Adopts = true,
            MovedFrom = "jobs.old",
            Drift = true,
            UnlessBusy = true,
            HeldBack = "it is at work",
            IsUnknown = true,
            IsUnseen = true,
            EmptyFolder = "/Shared/app/nightly",
        };
}
