using Layercake.Engine.Planning;

namespace Layercake.Engine.Tests.Planning;

/// <summary>Which assets exist as a stub first, without any workspace.</summary>
public sealed class DependencyCyclesTests
{
    [Theory]
    [InlineData("a>b b>c", "")]
    [InlineData("a>b a>c b>d c>d", "")]
    [InlineData("a>a", "a")]
    [InlineData("a>b b>a", "a")]
    [InlineData("a>b b>c c>a", "a")]
    [InlineData("a>b b>a b>c c>b", "b")]
    [InlineData("a>b b>a c>d d>c", "a c")]
    [InlineData("x>a a>b b>a b>y", "a")]
    [InlineData("a>b b>a a>c c>a a>d d>a", "a")]
    public void As_few_stubs_as_break_every_circle(string edges, string stubs) =>
        Assert.Equal(
            stubs,
            string.Join(' ', DependencyCycles.Broken(Changes(edges)).Where(change => change.Stub is not null).Select(change => change.Name))
        );

    [Theory]
    [InlineData("a>b b>a", "b")]
    [InlineData("a>b b>c c>a", "c")]
    [InlineData("a>a", "a")]
    public void What_is_there_already_has_its_id_and_needs_no_stub(string edges, string there)
    {
        var changes = DependencyCycles.Broken([
            .. Changes(edges).Select(change => change.Name == there ? change with { Action = ChangeAction.Update } : change),
        ]);

        Assert.All(changes, change => Assert.Null(change.Stub));
        AssertFinishes(changes);
    }

    [Fact]
    public void A_stub_waits_for_what_is_outside_its_circle_only()
    {
        var changes = DependencyCycles.Broken(Changes("a>b b>a a>x b>y"));

        var a = changes.Single(change => change.Name == "a");
        Assert.Equal(["k.x"], a.Stub!.After);
        Assert.Equal(["k.b", "k.x"], a.After);
        Assert.Equal(["k.a"], changes.Single(change => change.Name == "b").AfterStub);
        Assert.Equal("new; first as a paused stub, because it is in a circle with k.b", a.Reason);
    }

    [Fact]
    public void Changes_that_wait_in_no_circle_stay_as_they_are()
    {
        var changes = Changes("a>b b>c a>c");

        Assert.Equal(changes, DependencyCycles.Broken(changes));
    }

    [Fact]
    public void Whatever_the_shape_every_change_comes_to_its_turn()
    {
        var random = new Random(20261121);
        for (var round = 0; round < 300; round++)
        {
            var names = Enumerable.Range(0, random.Next(1, 9)).Select(i => ((char)('a' + i)).ToString()).ToList();
            var edges = string.Join(
                ' ',
                Enumerable.Range(0, random.Next(0, 20)).Select(_ => $"{names[random.Next(names.Count)]}>{names[random.Next(names.Count)]}")
            );
            var changes = Changes(edges)
                .Select(change => random.Next(3) == 0 ? change with { Action = ChangeAction.Update } : change)
                .ToList();

            AssertFinishes(DependencyCycles.Broken(changes));
        }
    }

    [Fact]
    public void A_circle_longer_than_calls_can_nest_is_walked()
    {
        var changes = Changes(string.Join(' ', Enumerable.Range(0, 50_000).Select(i => $"n{i}>n{(i + 1) % 50_000}")));

        Assert.Single(DependencyCycles.Broken(changes), change => change.Stub is not null);
    }

    /// <summary>Takes steps as they become possible; what is never possible waits for itself.</summary>
    private static void AssertFinishes(IReadOnlyList<Change> changes)
    {
        var (stubs, whole) = (new HashSet<string>(), new HashSet<string>());
        for (var moved = true; moved;)
        {
            moved = false;
            foreach (var change in changes)
            {
                if (change.Stub is not null && change.Stub.After.All(whole.Contains))
                    moved |= stubs.Add(change.Asset);
                if (
                    change.After.All(whole.Contains)
                    && change.AfterStub.All(stubs.Contains)
                    && (change.Stub is null || stubs.Contains(change.Asset))
                )
                    moved |= whole.Add(change.Asset);
            }
        }

        Assert.Equal(changes.Count, whole.Count);
    }

    private static List<Change> Changes(string edges)
    {
        var pairs = edges.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(edge => edge.Split('>')).ToList();
        var after = pairs.ToLookup(pair => pair[0], pair => $"k.{pair[1]}");
        return
        [
            .. pairs
                .SelectMany(pair => pair)
                .Distinct()
                .Order(StringComparer.Ordinal)
                .Select(name => new Change
                {
                    Kind = "k",
                    Name = name,
                    Action = ChangeAction.Create,
                    Reason = "new",
                    After = [.. after[name].Distinct().Order(StringComparer.Ordinal)],
                }),
        ];
    }
}
