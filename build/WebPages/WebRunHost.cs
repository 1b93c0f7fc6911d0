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
internal sealed class WebRunHost(
    RunOptions web,
    HostArguments given,
    WebSettings settings,
    RunScope.Creation create,
    Redactor redactor,
    TimeProvider clock
) : IRunHost
{
    private const int MostExports = 10;

    private readonly RunWords words = new(web, given, settings);
    private readonly CommandLineReader reader = new(
        KnownOptions.With(EnvironmentSettings.All),
        TargetTable.In(typeof(WebRunHost).Assembly, KindTable.Described),
        new Dictionary<string, string>()
    );

    private readonly WorkspaceFolderRuns? folder =
        settings.Folder is null ? null : new(settings.Folder, web, create, redactor, clock);

    private readonly DescriptionSecrecy secrecy = new(redactor);
    private readonly RunJournal journal = new(RunWords.FolderIn(web));
    private readonly Lock gate = new();
    private readonly List<Task> ending = [];
    private readonly ShownTexts texts = new(redactor);

    /// <summary>The newest exports, whose files are still known as they were.</summary>
    private readonly Queue<(string Id, ChangedFiles Files)> exports = new();

    private static readonly TimeSpan LogPeriod = TimeSpan.FromSeconds(1);

    public IReadOnlyList<string> Environments() => EnvironmentReader.Names(web);

    public async Task<EnvironmentDescription> DescribeAsync(string environment, UserSignIn signIn, CancellationToken ct)
    {
        using var interruption = new Interruption(ct);
        await using var preparation = Open(environment, signIn, interruption).Preparation;
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
            var finding = preparation.Environment is { } known ? PreparationFindings.Explain(e, known) : null;
            var problem = redactor.Redact(finding?.ToString() ?? FailureReason.Of(e));
            return description with { Environment = preparation.Environment, Problems = [.. description.Problems, problem] };
        }
    }

    public async Task<FilesDescription> DescribeFilesAsync(CancellationToken ct)
    {
        var files = AssetFiles.In(web.AssetsFolder).ToList();
        return new FilesDescription
        {
            Folder = settings.Folder?.Path ?? web.AssetsDescription,
            Count = files.Count,
            Newest = files.Count == 0 ? null : files.Max(file => file.LastWriteTimeUtc),
            WorkspaceFolder = folder?.State(),
            Git = web.Package is null && folder is null ? await GitAsync(ct) : null,
        };
    }

    private async Task<GitState?> GitAsync(CancellationToken ct) =>
        await new GitFolder(web.AssetsFolder, _ => { }).StateAsync(ct) is { } git ? secrecy.Clean(git) : null;

    public IReadOnlyList<WebRun> Earlier() => journal.Read();

    public async Task<TextPair?> ReadTextsAsync(WebRun run, string asset, string file, UserSignIn signIn, CancellationToken ct)
    {
        if (RunTasks.WayOf(run.Request.Task) == AppMode.Import)
            return await CompareAsync(run.Request.Environment, asset, signIn, ct);

        lock (gate)
            return exports.FirstOrDefault(export => export.Id == run.Id).Files?.Of(file) is { } found
                ? texts.Of(found.Before, found.After)
                : null;
    }

    public DependencyPicture? Draw(IReadOnlyList<Change> changes, string? around) => RunPicture.Of(changes, around);

    public string? ReportOf(string id) => journal.ReportOf(id);

    public IHostedRun Start(string id, RunRequest request, string? planId, UserSignIn signIn)
    {
        // What is refused here is no run, and leaves none in the list.
        var arguments = request.Task is RunTask.Pull or RunTask.Push ? null : Read(words.Of(id, request, planId));
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
        var recorded = RecordAsync();
        lock (gate)
        {
            if (RunTasks.WayOf(request.Task) == AppMode.Export && run is HostedRun hosted)
                exports.Enqueue((id, hosted.ChangedFiles));
            if (exports.Count > MostExports)
                exports.Dequeue();
            ending.RemoveAll(ended => ended.IsCompleted);
            ending.Add(recorded);
        }

        return run;

        async Task RecordAsync()
        {
            // What a server that is killed leaves of a run.
            while (await Task.WhenAny(run.Completion, Task.Delay(LogPeriod, clock)) != run.Completion)
                journal.Log(id, run.Snapshot);
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
        {
            var environment = settings.Folder!.Environment;
            return folder.RunAsync(request.Task, Read(words.ForDescription(environment)), signIn.To(environment), say, ct);
        }

        var git = new GitFolder(web.AssetsFolder, say, settings.SignIn);
        return request.Task == RunTask.Pull
            ? git.PullAsync(ct)
            : git.PushAsync(request.Branch ?? "", request.Message ?? "", request.By, ct);
    }

    /// <summary>Waits for runs that were asked to stop.</summary>
    public async Task EndAsync()
    {
        Task[] left;
        lock (gate)
            left = [.. ending];
        await Task.WhenAll(left);
    }

    /// <summary>The text of a declared file in the workspace and in Git, as both are now.</summary>
    private async Task<TextPair?> CompareAsync(string environment, string asset, UserSignIn signIn, CancellationToken ct)
    {
        using var interruption = new Interruption(ct);
        await using var preparation = Open(environment, signIn, interruption).Preparation;
        try
        {
            var declared = (await preparation.Assets).Declared.Declarations.FirstOrDefault(declared => declared.Asset == asset);
            if (declared is null || new FileInfo(declared.FullPath) is not { Exists: true, Length: <= ChangedFiles.LargestFile })
                return null;

            var workspace = await (await preparation.Workspace).Session.ReadContentAsync(declared, ct);
            return workspace is null ? null : texts.Of(workspace, await File.ReadAllBytesAsync(declared.FullPath, ct));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            var finding = preparation.Environment is { } known ? PreparationFindings.Explain(e, known) : null;
            throw new RunRefusedException(redactor.Redact(finding?.ToString() ?? FailureReason.Of(e)));
        }
    }

    /// <summary>What asks an environment a question and does nothing there.</summary>
    private RunScope Open(string environment, UserSignIn signIn, Interruption interruption)
    {
        var arguments = Read(words.ForDescription(environment));
        var run = new RunOptions(arguments, web.Folders, web.Package, approved: null, clock, interruption.Token);
        return create(arguments, run, interruption, new Output(TextWriter.Null, colours: false, redactor), signIn.To(environment));
    }

    private HostArguments Read(IReadOnlyList<string> line)
    {
        var arguments = reader.Read(line);
        return arguments.Errors.Count == 0 ? arguments : throw new RunRefusedException(string.Join(" ", arguments.Errors));
    }

    private static bool IsError(Finding finding) => finding.Severity == Severity.Error;
}
