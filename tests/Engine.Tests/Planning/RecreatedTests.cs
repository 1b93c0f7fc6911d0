using Layercake.Engine.Applying;
using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Jobs;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Loading;
using Layercake.Engine.Memory;
using Layercake.Engine.Planning;
using Layercake.Engine.Secrets;
using Layercake.Engine.Tests.Support;
using Layercake.Rest.Apis;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Planning;

/// <summary>What is recreated has another id, and what names it is written in the same plan.</summary>
public sealed class RecreatedTests
{
    private const string Old = "0706-091500-abcdefgh";
    private const string New = "1121-120000-ijklmnop";

    private static readonly LiveAsset Cluster = new()
    {
        Name = "etl",
        Id = Old,
        State = [],
    };

    [Theory]
    [InlineData("etl")]
    [InlineData("__CLUSTER__etl__")]
    [InlineData(Old)]
    public void A_job_that_is_as_declared_is_written_when_its_cluster_is_recreated(string reference)
    {
        var (before, after) = (Plan(reference, []), Plan(reference, ["clusters.etl"]));

        Assert.Equal(ChangeAction.None, before.Action);
        Assert.Equal((ChangeAction.Update, "names clusters.etl, which is recreated", false), (after.Action, after.Reason, after.Drift));
        var field = Assert.Single(after.Fields);
        Assert.Equal("tasks[main].existing_cluster_id: etl → etl (with its new id)", $"{field.Path}: {field.Old} → {field.New}");
    }

    [Fact]
    public void A_job_that_changed_too_says_both() =>
        Assert.Equal(
            "changed in Git, and names clusters.etl, which is recreated",
            Plan("etl", ["clusters.etl"], """ "max_concurrent_runs": 2 """).Reason
        );

    [Fact]
    public void Another_job_is_left_alone() => Assert.Equal(ChangeAction.None, Plan("etl", ["clusters.other", "jobs.etl"]).Action);

    [Theory]
    [InlineData("etl")]
    [InlineData("__CLUSTER__etl__")]
    [InlineData(Old)]
    public void However_it_is_named_the_new_id_is_sent(string reference)
    {
        var book = new IdResolver(
            new PlannedDeployment
            {
                Plan = new Plan
                {
                    Environment = "test",
                    Workspace = new Uri("https://workspace.invalid"),
                    Changes = [],
                },
                Findings = [],
                Declarations = new Dictionary<string, Declaration>(),
                Live = Live,
                Manifest = Manifest.Empty,
                Adoptions = [],
            }
        );
        Assert.Equal(Old, Sent(book, reference));

        book.Add("clusters", "etl", New, instead: Old);

        Assert.Equal(New, Sent(book, reference));
    }

    private static Dictionary<string, IReadOnlyList<LiveAsset>> Live => new() { ["clusters"] = [Cluster] };

    private static string? Sent(IdResolver book, string reference) =>
        (string?)book.WithIds("jobs", Job(reference)).SelectToken("tasks[0].existing_cluster_id");

    private static JObject Job(string reference, string more = "") =>
        JObject.Parse(Samples.Job("j", more, $""" "existing_cluster_id": "{reference}" """));

    private static Change Plan(string reference, IReadOnlyList<string> recreated, string more = "")
    {
        var declaration = new Declaration
        {
            Kind = "jobs",
            Name = "j",
            File = "jobs/j.json",
            FullPath = "jobs/j.json",
            Content = Job(reference, more),
        };
        var job = new LiveAsset
        {
            Name = "j",
            Id = "1",
            State = Job(Old),
        };
        var entry = new ManifestEntry
        {
            Kind = "jobs",
            Name = "j",
            Id = "1",
            Declared = Job(reference),
            Baseline = Job(Old),
        };
        var match = new ObjectMatch
        {
            Declaration = declaration,
            Live = job,
            Entry = entry,
        };
        var names = new AssetNames(
            [declaration],
            new Listings(new Dictionary<string, IReadOnlyList<LiveAsset>>(Live) { ["jobs"] = [job] }, new Dictionary<string, string>())
        );
        var jobs = new RemoteJobs(new JobKind(), new JobsApi(null!), TimeProvider.System);
        var filled = Enumerable.Empty<FilledValue>().ToLookup(value => value.Asset);
        return new ChangePlanner(jobs, names, ResolvedSecrets.None, filled)
            .Plan(match, ["clusters.etl"], recreated.ToHashSet())
            .Change;
    }
}
