using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Jobs;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Memory;
using Layercake.Engine.Planning;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Planning;

/// <summary>Why an object that is there is written.</summary>
public sealed class ChangeReasonsTests
{
    private static readonly FieldChange Edit = new() { Path = "a" };

    private static readonly FieldChange Drift = new() { Path = "b", Drift = true };

    [Theory]
    [InlineData("git", "", "", false, "changed in Git")]
    [InlineData("drift", "", "", false, "changed in the workspace since the last deployment")]
    [InlineData("git drift", "", "", false, "changed in Git, and in the workspace")]
    [InlineData("git", "a", "", true, "secret a has a new version")]
    [InlineData("git", "a b", "", true, "secrets a, b have new versions")]
    [InlineData("git", "a", "", false, "changed in Git, and secret a has a new version")]
    [InlineData("git drift", "a", "", true, "secret a has a new version, and it was changed in the workspace")]
    [InlineData("", "", "clusters.a", true, "names clusters.a, which is recreated")]
    [InlineData("", "", "clusters.a clusters.b", true, "names clusters.a, clusters.b, which are recreated")]
    [InlineData("git", "", "clusters.a", false, "changed in Git, and names clusters.a, which is recreated")]
    public void All_that_makes_it_differ_is_named(string changed, string secrets, string recreated, bool same, string reason)
    {
        List<FieldChange> fields = [.. Words(changed).Select(word => word == "git" ? Edit : Drift)];
        var match = Match(Entry(same ? 1 : 2));

        Assert.Equal(reason, Reason(match, fields, Words(secrets), Words(recreated)));
    }

    [Theory]
    [InlineData(false, false, false, false, "in the workspace already, and different")]
    [InlineData(false, false, false, true, "an earlier deployment did not finish it")]
    [InlineData(true, false, false, true, "changed in Git")]
    [InlineData(true, true, false, false, "an earlier deployment did not finish it")]
    [InlineData(true, true, true, false, "in the workspace already, and different")]
    public void Taken_over_and_not_finished_are_told_apart(bool recorded, bool unread, bool adopted, bool unfinished, string reason)
    {
        var entry = recorded ? Entry(2) with { Unread = unread, Adopted = adopted } : null;

        Assert.Equal(reason, Reason(Match(entry) with { IsUnfinished = unfinished }, [Edit], [], []));
    }

    private static string Reason(
        ObjectMatch match,
        IReadOnlyList<FieldChange> fields,
        IReadOnlyList<string> secrets,
        IReadOnlyList<string> recreated
    ) => ChangeReasons.Different(new JobKind(), match, new FieldComparison(fields, [.. fields, Edit], recreated, secrets));

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static ManifestEntry Entry(int retries) =>
        new()
        {
            Kind = "jobs",
            Name = "j",
            Id = "1",
            Declared = Job(retries),
            Baseline = Job(retries),
        };

    private static ObjectMatch Match(ManifestEntry? entry) =>
        new()
        {
            Entry = entry,
            Live = new LiveAsset
            {
                Name = "j",
                Id = "1",
                State = [],
            },
            Declaration = new Declaration
            {
                Kind = "jobs",
                Name = "j",
                File = "jobs/j.json",
                FullPath = "jobs/j.json",
                Content = Job(1),
            },
        };

    private static JObject Job(int retries) => new() { ["name"] = "j", ["max_retries"] = retries };
}
