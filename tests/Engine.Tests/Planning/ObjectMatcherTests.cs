using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.InitScripts;
using Layercake.Engine.Kinds.Jobs;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Memory;
using Layercake.Engine.Planning;

namespace Layercake.Engine.Tests.Planning;

/// <summary>Which object a declaration is about, where its name, its id and the record of deployments do not agree.</summary>
public sealed class ObjectMatcherTests
{
    private static readonly AssetKind Jobs = new JobKind();

    private static readonly AssetKind Scripts = new InitScriptKind("/Shared/init");

    [Fact]
    public void An_object_under_the_name_of_one_declaration_and_recorded_for_another_belongs_to_the_other()
    {
        var record = Record(Entry(Jobs, "a", "1"));

        Assert.Null(Match(Jobs, "b", record, [Live("1", "b")], declared: ["a", "b"]).Live);
        Assert.Equal("1", Match(Jobs, "a", record, [Live("1", "b")], declared: ["a", "b"]).Live?.Id);
        Assert.Equal("jobs.a", Match(Jobs, "b", record, [Live("1", "b")]).Entry?.Asset);
    }

    [Fact]
    public void An_object_that_is_found_by_its_name_and_may_not_be_read_is_none_to_compare()
    {
        var match = Match(Jobs, "a", Manifest.Empty, [Live("1", "a")], refused: new() { ["1"] = "denied" });

        Assert.Equal(("denied", null, "1", true), (match.Refusal, match.Live, match.Lost?.Id, match.Lost?.Unread));
    }

    [Theory]
    [InlineData("1", "renamed", true)]
    [InlineData("2", "a", true)]
    [InlineData("2", "other", false)]
    public void What_is_in_the_trash_is_of_the_asset_by_its_id_or_its_name(string id, string name, bool isOfAsset)
    {
        var record = Record(Entry(Jobs, "a", "1"));

        Assert.Equal(isOfAsset, Match(Jobs, "a", record, [], trashed: [Live(id, name)]).Trashed is not null);
        Assert.Null(Match(Jobs, "a", record, [Live("3", "a")], trashed: [Live(id, name)]).Trashed);
    }

    [Theory]
    [InlineData(true, "creating", true)]
    [InlineData(true, "updating", true)]
    [InlineData(true, "", false)]
    [InlineData(false, "creating", true)]
    [InlineData(false, "updating", false)]
    public void An_object_is_unfinished_where_a_deployment_began_to_write_it(bool isRecorded, string begun, bool isUnfinished)
    {
        var record = Begun(isRecorded ? Record(Entry(Jobs, "a", "1")) : Manifest.Empty, "jobs.a", begun, place: null);

        Assert.Equal(isUnfinished, Match(Jobs, "a", record, [Live("1", "a")]).IsUnfinished);
        Assert.False(Match(Jobs, "a", record, []).IsUnfinished);
    }

    [Theory]
    [InlineData("creating", false, true)]
    [InlineData("creating", true, true)]
    [InlineData("updating", true, true)]
    [InlineData("", true, false)]
    public void A_file_is_unfinished_by_its_place_and_by_its_record(string begun, bool isRecorded, bool isUnfinished)
    {
        var place = PlaceOf("a.sh");
        var record = Begun(
            isRecorded ? Record(Entry(Scripts, "a.sh", place)) : Manifest.Empty,
            "init-scripts.a.sh",
            begun,
            isRecorded ? null : place
        );

        Assert.Equal(isUnfinished, Match(Scripts, "a.sh", record, [Live(place, "a.sh")]).IsUnfinished);
        Assert.False(Match(Scripts, "a.sh", record, []).IsUnfinished);
    }

    [Theory]
    [InlineData("a.sh", true)]
    [InlineData("a.sh b.sh", false)]
    public void A_file_leaves_the_place_where_it_was_unless_another_declaration_has_it(string declared, bool leaves)
    {
        var record = Record(Entry(Scripts, "a.sh", PlaceOf("b.sh")));

        Assert.Equal(leaves, Match(Scripts, "a.sh", record, [], declared: declared.Split(' ')).Left is not null);
    }

    [Fact]
    public void What_is_remembered_of_an_object_that_may_not_be_seen_is_kept()
    {
        var (job, hidden) = (Record(Entry(Jobs, "a", "1")), Live("", "a") with { Refusal = "denied" });
        var known = Match(Jobs, "a", job, [], refused: new() { ["1"] = "denied" });
        var unlisted = Match(Jobs, "a", job, [hidden]);
        Assert.All([known, unlisted], match => Assert.Equal(("denied", "1"), (match.Refusal, match.Lost?.Id)));

        var place = PlaceOf("a.sh");
        var file = Match(Scripts, "a.sh", Record(Entry(Scripts, "old.sh", place)), [hidden with { Id = place }]);
        Assert.Equal(("denied", "init-scripts.old.sh"), (file.Refusal, file.Lost?.Asset));

        var elsewhere = Record(Entry(Scripts, "a.sh", "/elsewhere/a.sh"));
        Assert.Equal("denied", Match(Scripts, "a.sh", elsewhere, [], refused: new() { ["/elsewhere/a.sh"] = "denied" }).Refusal);
    }

    [Fact]
    public void What_is_in_the_way_of_a_file_is_not_the_file() =>
        Assert.Null(Match(Scripts, "a.sh", Manifest.Empty, [Live(PlaceOf("a.sh"), "a.sh") with { Obstructs = ["a.sh/b.sh"] }]).Live);

    [Fact]
    public void What_is_remembered_of_an_object_that_is_gone_is_lost()
    {
        var file = Record(Entry(Scripts, "a.sh", PlaceOf("a.sh")));

        Assert.Equal("1", Match(Jobs, "a", Record(Entry(Jobs, "a", "1")), []).Lost?.Id);
        Assert.Equal("init-scripts.a.sh", Match(Scripts, "a.sh", file, []).Lost?.Asset);
        Assert.Null(Match(Scripts, "a.sh", file, []).Entry);
        Assert.Null(Match(Scripts, "a.sh", file, [Live(PlaceOf("a.sh"), "a.sh")]).Lost);
    }

    private static ObjectMatch Match(
        AssetKind kind,
        string name,
        Manifest record,
        IReadOnlyList<LiveAsset> live,
        IReadOnlyList<LiveAsset>? trashed = null,
        Dictionary<string, string>? refused = null,
        IReadOnlyList<string>? declared = null
    ) =>
        new ObjectMatcher(
            kind,
            [.. (declared ?? [name]).Select(other => Declared(kind, other))],
            live,
            trashed ?? [],
            record,
            refused ?? []
        ).Match(Declared(kind, name));

    private static string PlaceOf(string name) => Scripts.PathOf(Declared(Scripts, name))!;

    private static Declaration Declared(AssetKind kind, string name) =>
        new()
        {
            Kind = kind.Name,
            Name = name,
            File = $"{kind.Name}/{name}",
            FullPath = "",
            Content = [],
        };

    private static LiveAsset Live(string id, string name) =>
        new()
        {
            Id = id,
            Name = name,
            State = [],
        };

    private static ManifestEntry Entry(AssetKind kind, string name, string id) =>
        ManifestEntry.Unseen(kind.Name, name, id) with { Unread = false };

    private static Manifest Record(ManifestEntry entry) =>
        Manifest.Empty with { Entries = Manifest.Empty.Entries.Add(entry.Asset, entry) };

    private static Manifest Begun(Manifest record, string asset, string what, string? place) =>
        what switch
        {
            "creating" => record with { Creating = record.Creating.Add(asset, Creation.New(place)) },
            "updating" => record with { Updating = record.Updating.Add(asset) },
            _ => record,
        };
}
