using Layercake.Rest.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Rest.Tests.Families;

/// <summary>What holds for every kind of object, through the client against the local cloud.</summary>
public sealed class FamilyTests : CloudTests
{
    private IReadOnlyList<Family> Families => Family.All(Client);

    public static TheoryData<string> Names =>
        [
            "instance pools",
            "cluster policies",
            "warehouses",
            "pipelines",
            "queries",
            "alerts",
            "legacy alerts",
            "dashboards",
            "notification destinations",
            "global init scripts",
            "Git folders",
        ];

    [Fact]
    public void Every_family_is_tested() =>
        Assert.Equal(Families.Select(family => family.Name), ((IEnumerable<object[]>)Names).Select(row => (string)row[0]));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task What_is_created_is_listed_and_read_back_until_it_is_deleted(string name)
    {
        var family = Of(name);
        Assert.Empty(await IdsAsync(family));

        var spec = family.Spec(1);
        var id = await family.CreateAsync(spec, CancellationToken.None);

        Assert.Equal([id], await IdsAsync(family));
        AssertHolds(spec, await ReadAsync(family, id));

        await family.DeleteAsync(id, CancellationToken.None);

        Assert.Empty(await IdsAsync(family));
        if (family.Trash is { } trash)
            Assert.Equal(trash, (string?)(await family.GetAsync(id, CancellationToken.None))["lifecycle_state"]);
        else
            Assert.True((await Assert.ThrowsAsync<WorkspaceApiException>(() => family.GetAsync(id, CancellationToken.None))).IsMissing);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_change_leaves_the_rest_as_it_was(string name)
    {
        var family = Of(name);
        var spec = family.Spec(1);
        var id = await family.CreateAsync(spec, CancellationToken.None);

        spec.Merge(family.Change, new JsonMergeSettings { MergeArrayHandling = MergeArrayHandling.Replace });
        await family.ChangeAsync(id, spec, CancellationToken.None);

        AssertHolds(spec, await ReadAsync(family, id));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task An_object_that_does_not_exist_is_missing(string name)
    {
        var family = Of(name);

        Assert.True((await Assert.ThrowsAsync<WorkspaceApiException>(() => family.GetAsync("gone", CancellationToken.None))).IsMissing);
        Assert.True(
            (
                await Assert.ThrowsAsync<WorkspaceApiException>(() => family.ChangeAsync("gone", family.Spec(1), CancellationToken.None))
            ).IsMissing
        );
        Assert.True((await Assert.ThrowsAsync<WorkspaceApiException>(() => family.DeleteAsync("gone", CancellationToken.None))).IsMissing);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_list_of_several_pages_is_read_to_its_end(string name)
    {
        var family = Of(name);
        for (var number = 0; number < 103; number++)
            await family.CreateAsync(family.Spec(number), CancellationToken.None);

        var ids = await IdsAsync(family);

        Assert.Equal(103, ids.Distinct().Count());
        Assert.Equal(103, ids.Count);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_create_whose_answer_is_lost_is_not_repeated_blindly(string name)
    {
        var family = Of(name);
        await Fixture.AddFaultAsync("""{ "method": "POST", "path": "/api/2.0/*", "action": "drop_after" }""");

        var failure = await Assert.ThrowsAsync<WorkspaceApiException>(() => family.CreateAsync(family.Spec(1), CancellationToken.None));

        Assert.True(failure.OutcomeUnknown);
        Assert.Single(await IdsAsync(family));
    }

    private Family Of(string name) => Families.Single(family => family.Name == name);

    private static async Task<List<string>> IdsAsync(Family family) =>
        await family.ListAsync(CancellationToken.None).Select(item => (string)item[family.IdField]!).ToListAsync();

    private static async Task<JObject> ReadAsync(Family family, string id)
    {
        var read = await family.GetAsync(id, CancellationToken.None);
        return (JObject)read.SelectToken(family.SpecPath)!;
    }

    private static void AssertHolds(JObject expected, JObject actual) =>
        Assert.All(
            expected.Properties(),
            field =>
                Assert.True(JToken.DeepEquals(field.Value, actual[field.Name]), $"{field.Name} is {actual[field.Name]}, not {field.Value}.")
        );
}
