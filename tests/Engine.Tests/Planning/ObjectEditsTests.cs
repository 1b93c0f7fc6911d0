using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Jobs;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Memory;
using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Planning;

/// <summary>Whether an object is as the last deployment left it, and as Git declares it.</summary>
public sealed class ObjectEditsTests
{
    [Theory]
    [InlineData("1", "1", false, true)]
    [InlineData("1", "2", false, false)]
    [InlineData(null, null, false, false)]
    [InlineData("1", "1", true, false)]
    public void An_object_is_untouched_by_its_etag_where_a_deployment_has_read_it(string? before, string? now, bool unread, bool expected)
    {
        var entry = ManifestEntry.Unseen("dashboards", "sales", "1") with { Etag = before, Unread = unread };

        Assert.Equal(expected, ObjectEdits.IsUntouched(entry, Live([]) with { Etag = now }));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void Ids_and_values_of_secrets_do_not_tell_whether_an_object_is_as_declared(int runs, bool expected)
    {
        var declaration = new Declaration
        {
            Kind = "jobs",
            Name = "nightly",
            File = "jobs/nightly.json",
            FullPath = "",
            Content = Job("etl", "${secret.pin}", 1),
        };

        Assert.Equal(expected, ObjectEdits.IsAsDeclared(new JobKind(), declaration, Live(Job("0301-1", "hunter2-hunter2", runs))));
    }

    private static JObject Job(string cluster, string pin, int runs) =>
        JObject.Parse(
            Samples.Job(
                "nightly",
                $$""" "max_concurrent_runs": {{runs}}, "parameters": [{ "name": "pin", "default": "{{pin}}" }] """,
                $""" "existing_cluster_id": "{cluster}" """
            )
        );

    private static LiveAsset Live(JObject state) =>
        new()
        {
            Id = "1",
            Name = "nightly",
            State = state,
        };
}
