using System.Collections.Concurrent;
using Build.Text;
using Layercake.Engine.Declarations;
using Layercake.Web.Runs;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Build.WebPages;

/// <summary>Keeps on disk which runs there were, so that the next server knows them; a run without an end was interrupted.</summary>
/// <param name="folder">Has a folder for each run.</param>
internal sealed class RunJournal(string folder)
{
    private const string Name = "run.json";
    private const string LogName = "log.txt";

    /// <summary>Those under way, each with the run whose plan it applies.</summary>
    private readonly ConcurrentDictionary<string, string?> running = new(StringComparer.Ordinal);

    public string FolderOf(string id) => Path.Combine(folder, id);

    /// <summary>The page that was made at the end of a run; null when there is none.</summary>
    public string? ReportOf(string id) => Path.Combine(FolderOf(id), "report.html") is var file && File.Exists(file) ? file : null;

    public void Begin(string id, RunRequest request, DateTimeOffset now)
    {
        running.TryAdd(id, request.Planned);
        Save(id, Document(request, now));

        // A server may stay for months, and each run leaves a plan and a report.
        Try(() => Remove(Ids()));
    }

    /// <summary>Keeps what the run has printed so far.</summary>
    public void Log(string id, RunSnapshot snapshot) =>
        Write(Path.Combine(FolderOf(id), LogName), string.Join('\n', snapshot.Log));

    /// <param name="snapshot">What is shown of the run from now on.</param>
    public void End(string id, RunRequest request, DateTimeOffset started, RunSnapshot snapshot)
    {
        var document = Document(request, started);
        document["state"] = snapshot.State.ToString();
        document["failure"] = snapshot.Failure;
        Log(id, snapshot);
        Save(id, document);
        running.TryRemove(id, out _);
    }

    /// <summary>Those that are kept, the oldest first; older ones are removed.</summary>
    public IReadOnlyList<WebRun> Read()
    {
        if (!Directory.Exists(folder))
            return [];

        var ids = Ids();
        Remove(ids);
        return [.. ids.TakeLast(RunList.MostKept).Select(ReadOne).OfType<WebRun>()];
    }

    /// <summary>The runs, the oldest first. What someone else put there is none.</summary>
    private List<string> Ids() =>
        [
            .. Directory
                .EnumerateDirectories(folder)
                .Select(Path.GetFileName)
                .OfType<string>()
                .Where(id => File.Exists(Path.Combine(FolderOf(id), Name)))
                .Order(StringComparer.Ordinal),
        ];

    private void Remove(IReadOnlyList<string> ids)
    {
        foreach (var old in ids.SkipLast(RunList.MostKept).Where(id => !running.ContainsKey(id) && !running.Values.Contains(id)))
            Try(() => Directory.Delete(FolderOf(old), recursive: true));
    }

    private WebRun? ReadOne(string id)
    {
        try
        {
            var document = JObject.Parse(File.ReadAllText(Path.Combine(FolderOf(id), Name)));
            var ended = Enum.TryParse<RunState>((string?)document["state"], out var state);
            var log = Path.Combine(FolderOf(id), LogName);
            return new WebRun
            {
                Id = id,
                Request = new RunRequest
                {
                    Task = Enum.Parse<RunTask>((string)document["task"]!),
                    Environment = (string)document["environment"]!,
                    By = (string)document["by"]!,
                    Removes = (bool?)document["removes"] == true,
                },
                Started = (DateTimeOffset)document["started"]!,
                Hosted = new EarlierRun(
                    new RunSnapshot
                    {
                        State = ended ? state : RunState.Interrupted,
                        Failure = ended
                            ? (string?)document["failure"]
                            : "The server ended before the run did. What it wrote is kept. Validate again to see what is left.",
                        Log = File.Exists(log) ? File.ReadAllLines(log) : [],
                    }
                ),
            };
        }
        catch (Exception e) when (DiskErrors.Is(e) || e is JsonException or ArgumentException or FormatException or InvalidCastException)
        {
            // What someone else put there is no run.
            return null;
        }
    }

    private static JObject Document(RunRequest request, DateTimeOffset started) =>
        new()
        {
            ["task"] = request.Task.ToString(),
            ["environment"] = request.Environment,
            ["by"] = request.By,
            ["removes"] = request.Removes,
            ["started"] = started,
        };

    private void Save(string id, JObject document) =>
        Write(Path.Combine(FolderOf(id), Name), document.ToString(Formatting.Indented) + "\n");

    /// <summary>A run goes on without its place in the list of the next server.</summary>
    private static void Write(string path, string text) => Try(() => WholeFile.Write(path, text));

    private static void Try(Action work)
    {
        try
        {
            work();
        }
        catch (Exception e) when (DiskErrors.Is(e)) { }
    }

    private sealed record EarlierRun(RunSnapshot Snapshot) : IHostedRun
    {
        public Task Completion => Task.CompletedTask;

        public void Cancel() { }
    }
}
