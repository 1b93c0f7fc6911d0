using Build.CommandLine;
using Build.Preparation;
using Build.Printing;
using Build.Record;
using Build.Running;
using Layercake.Engine;
using Layercake.Engine.Declarations;
using Layercake.Engine.Environments.Reading;
using Layercake.Engine.Kinds;
using Layercake.Engine.Planning;
using Layercake.Secrecy;
using Layercake.Web.Access;
using Layercake.Web.Runs;

namespace Build.WebPages;

/// <summary>Does what the page asks for as the command line would: each run is one command line, checked as any other.</summary>
internal sealed class WebRunHost : IRunHost
{
    private static readonly TimeSpan LogPeriod = TimeSpan.FromSeconds(1);

    private readonly RunWords words;
    private readonly EnvironmentQuestions questions;
    private readonly WorkspaceFolderRuns? folder;
    private readonly RunTexts texts;
    private readonly DescriptionSecrecy secrecy;
    private readonly RunJournal journal;
    private readonly RunOptions web;
    private readonly WebSettings settings;
    private readonly RunScope.Creation create;
    private readonly Redactor redactor;
    private readonly TimeProvider clock;
    private readonly Lock gate = new();
    private readonly List<Task> ending = [];

    public WebRunHost(
        RunOptions web,
        HostArguments given,
        WebSettings settings,
        RunScope.Creation create,
        Redactor redactor,
        TimeProvider clock
    )
    {
        (this.web, this.settings, this.create, this.redactor, this.clock) = (web, settings, create, redactor, clock);
        words = new RunWords(web, given, settings);
        questions = new EnvironmentQuestions(web, words, create, redactor, clock);
        folder = settings.Folder is null ? null : new WorkspaceFolderRuns(settings.Folder, questions);
        texts = new RunTexts(questions, redactor);
        secrecy = new DescriptionSecrecy(redactor);
        journal = new RunJournal(RunWords.FolderIn(web));
    }

    public IReadOnlyList<string> Environments() => EnvironmentReader.Names(web);

    public async Task<EnvironmentDescription> DescribeAsync(string environment, UserSignIn signIn, CancellationToken ct)
    {
        using var interruption = new Interruption(ct);
        await using var preparation = questions.Open(environment, signIn.To(environment), interruption).Preparation;
        var description = new EnvironmentDescription { Name = environment, Folder = settings.Folder?.Path ?? web.AssetsDescription };
        try
        {
            var read = await preparation.Assets;
            List<string> problems = [.. read.Findings.Where(IsError).Select(finding => redactor.Redact(finding.ToString()))];
            description = description with { Environment = read.Environment, Problems = problems };
            if (read.Environment is null)
                return description;

            description = description with { Mappings = [.. DeploymentSession.Mappings(read.Environment).Select(secrecy.Clean)] };
            var session = (await preparation.Workspace).Session;
            return description with { Environment = preparation.Environment, State = secrecy.Clean(await session.DescribeAsync(ct)) };
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            var problem = questions.Explain(e, preparation);
            return description with { Environment = preparation.Environment, Problems = [.. description.Problems, problem] };
        }
    }

    public async Task<FilesDescription> DescribeFilesAsync(CancellationToken ct)
    {
        var kinds = AssetFiles.ByKind(web.AssetsFolder).Where(kind => kind.Files.Count > 0).ToList();
        var files = kinds.SelectMany(kind => kind.Files).ToList();
        return new FilesDescription
        {
            Folder = settings.Folder?.Path ?? web.AssetsDescription,
            Count = files.Count,
            Folders = [.. kinds.Select(kind => KeyValuePair.Create(kind.Kind, kind.Files.Count))],
            Newest = files.Count == 0 ? null : files.Max(file => file.LastWriteTimeUtc),
            WorkspaceFolder = folder?.State(),
            Git = web.Package is null && folder is null ? await GitAsync(ct) : null,
        };
    }

    private async Task<GitState?> GitAsync(CancellationToken ct) =>
        await new GitFolder(web.AssetsFolder, _ => { }).StateAsync(ct) is { } git ? secrecy.Clean(git) : null;

    public IReadOnlyList<WebRun> Earlier() => journal.Read();

    public Task<TextPair?> ReadTextsAsync(WebRun run, string asset, string file, UserSignIn signIn, CancellationToken ct) =>
        texts.ReadAsync(run, asset, file, signIn, ct);

    public DependencyPicture? Draw(IReadOnlyList<Change> changes, string? around) => RunPicture.Of(changes, around);

    public string? ReportOf(string id) => journal.ReportOf(id);

    public IHostedRun Start(string id, RunRequest request, string? planId, UserSignIn signIn)
    {
        // What is refused here is no run, and leaves none in the list.
        var arguments = request.Task is RunTask.Pull or RunTask.Push ? null : questions.Read(words.Of(id, request, planId));
        var started = clock.GetUtcNow();
        journal.Begin(id, request, started);
        IHostedRun run = arguments is null
            ? new FilesRun(request, (say, ct) => MoveFilesAsync(request, signIn, say, ct), redactor, clock, web.CancellationToken)
            : new HostedRun(
                request,
                arguments,
                web,
                create,
                redactor,
                clock,
                signIn.To(request.Environment),
                Before(request, signIn)
            );
        if (RunTasks.WayOf(request.Task) == AppMode.Export && run is HostedRun hosted)
            texts.Keep(id, hosted.ChangedFiles);
        var recorded = RecordAsync();
        lock (gate)
        {
            ending.RemoveAll(ended => ended.IsCompleted);
            ending.Add(recorded);
        }

        return run;

        async Task RecordAsync()
        {
            // What a server that is killed leaves of a run.
            for (RunSnapshot? kept = null; await Task.WhenAny(run.Completion, Task.Delay(LogPeriod, clock)) != run.Completion;)
                if (run.Snapshot is var now && !ReferenceEquals(now, kept))
                    journal.Log(id, kept = now);
            journal.End(id, request, started, run.Snapshot);
        }
    }

    /// <summary>What is exported is written to a Git folder only as it was pulled; a server may have no other step that pulls.</summary>
    private Func<Action<string>, CancellationToken, Task>? Before(RunRequest request, UserSignIn signIn) =>
        folder is not null && request.Task == RunTask.Export
            ? (say, ct) => MoveFilesAsync(request with { Task = RunTask.Pull }, signIn, say, ct)
            : null;

    private Task MoveFilesAsync(RunRequest request, UserSignIn signIn, Action<string> say, CancellationToken ct)
    {
        if (folder is not null)
            return folder.RunAsync(request.Task, signIn.To(settings.Folder!.Environment), say, ct);

        var git = new GitFolder(web.AssetsFolder, say, settings.SignIn);
        return request.Task == RunTask.Pull
            ? git.PullAsync(ct)
            : git.PushAsync(request.Branch ?? "", request.Message ?? "", settings.HasOneUser ? null : request.By, ct);
    }

    /// <summary>Waits for runs that were asked to stop.</summary>
    public async Task EndAsync()
    {
        Task[] left;
        lock (gate)
            left = [.. ending];
        await Task.WhenAll(left);
    }

    private static bool IsError(Finding finding) => finding.Severity == Severity.Error;
}
