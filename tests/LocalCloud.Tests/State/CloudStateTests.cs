using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.State;

public sealed class CloudStateTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("layercake-state").FullName;

    [Fact]
    public void What_was_put_is_there_after_the_process_is_gone()
    {
        using (var state = CloudState.In(directory, TimeProvider.System))
        {
            state.Table("jobs").Put("1", new JObject { ["name"] = "nightly", ["at"] = "2026-01-01T00:00:00Z" });
            state.Table("jobs").Put("2", new JObject());
            state.Table("jobs").Remove("2");
        }

        using var again = CloudState.In(directory, TimeProvider.System);
        Assert.Equal("2026-01-01T00:00:00Z", (string?)Assert.Single(again.Table("jobs").All()).Value["at"]);
    }

    [Fact]
    public void What_a_body_nests_as_deep_as_it_may_is_there_after_the_process_is_gone()
    {
        JToken deep = new JObject();
        for (var depth = 1; depth < 100; depth++)
            deep = new JObject { ["a"] = deep };
        using (var state = CloudState.In(directory, TimeProvider.System))
            state.Table("jobs").Put("1", (JObject)deep);

        using var again = CloudState.In(directory, TimeProvider.System);
        Assert.True(JToken.DeepEquals(deep, again.Table("jobs").Get("1")));
    }

    [Fact]
    public void A_line_cut_short_by_a_kill_is_dropped_and_the_rest_kept()
    {
        using (var state = CloudState.In(directory, TimeProvider.System))
            state.Table("jobs").Put("1", new JObject { ["name"] = "nightly" });
        File.AppendAllText(Path.Combine(directory, "journal.jsonl"), """["jobs","2",{"na""");

        using (var again = CloudState.In(directory, TimeProvider.System))
            again.Table("jobs").Put("3", new JObject { ["name"] = "häufig" });

        using var last = CloudState.In(directory, TimeProvider.System);
        Assert.Equal(["1", "3"], last.Table("jobs").All().Select(entry => entry.Key));
    }

    [Fact]
    public void A_last_line_without_its_end_is_kept_and_so_is_the_next()
    {
        using (var state = CloudState.In(directory, TimeProvider.System))
            state.Table("jobs").Put("1", new JObject());
        using (var file = File.OpenWrite(Path.Combine(directory, "journal.jsonl")))
            file.SetLength(file.Length - 1);

        using (var again = CloudState.In(directory, TimeProvider.System))
            again.Table("jobs").Put("2", new JObject());

        using var last = CloudState.In(directory, TimeProvider.System);
        Assert.Equal(["1", "2"], last.Table("jobs").All().Select(entry => entry.Key));
    }

    [Fact]
    public void A_long_history_of_few_documents_is_dropped_at_the_next_start()
    {
        var journal = Path.Combine(directory, "journal.jsonl");
        using (var state = CloudState.In(directory, TimeProvider.System))
            for (var i = 0; i < 1500; i++)
                state.Table("jobs").Put($"{i % 3}", new JObject { ["n"] = i });

        using (var again = CloudState.In(directory, TimeProvider.System))
            again.Table("jobs").Remove("0");

        Assert.Equal(4, File.ReadLines(journal).Count());
        using var last = CloudState.In(directory, TimeProvider.System);
        Assert.Equal([1498, 1499], last.Table("jobs").All().Select(entry => (int)entry.Value["n"]!));
    }

    [Fact]
    public void Bytes_are_found_again_by_the_name_they_got()
    {
        using var state = CloudState.In(directory, TimeProvider.System);

        Assert.Equal([1, 2, 3], state.Blob(state.PutBlob([1, 2, 3])));
    }

    public void Dispose() => Directory.Delete(directory, recursive: true);
}
