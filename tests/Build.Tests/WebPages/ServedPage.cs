using Build;
using Build.Ci;
using Build.Printing;
using Build.Running;
using Build.WebPages;
using Layercake.Secrecy;
using Layercake.Testing;
using Layercake.Web.Access;
using Layercake.Web.Configuration;
using Layercake.Web.Runs;

namespace Layercake.Build.Tests.WebPages;

/// <summary>What stands behind the page of a server that was started with variables, without its port.</summary>
internal sealed class ServedPage : IAsyncDisposable
{
    private readonly Interruption interruption = new(CancellationToken.None);
    private readonly WebRunHost host;
    private int runs;
    private readonly Dictionary<string, IHostedRun> started = [];

    /// <param name="folder">Holds the assets in <c>assets/</c> and gets the state.</param>
    public ServedPage(TempDirectory folder, IReadOnlyDictionary<string, string> variables, params string[] options)
        : this(folder, variables, givesRoles: false, options) { }

    public ServedPage(TempDirectory folder, IReadOnlyDictionary<string, string> variables, bool givesRoles, params string[] options)
    {
        string[] line = [$"--state={folder["state"]}", .. options];
        var isInWorkspace = variables.ContainsKey("WORKSPACE_GIT_FOLDER_PATH");
        var (given, arguments) = isInWorkspace ? WebCommandLine.ReadBare(folder, line) : WebCommandLine.Read(folder, line);
        string? Variable(string name) => variables.GetValueOrDefault(name);
        Settings = new WebVariables(Variable, given, arguments).Read();
        var configured = new WebConfiguration { Mode = givesRoles ? SignInMode.Proxy : SignInMode.OneTimeAddress };
        var run = WebConfigurations.Pinned(given.For(Settings.Folder?.Copy, Settings.EnvironmentsFolder), configured);
        var output = new Output(TextWriter.Null, colours: false, Redactor);
        var services = new HostServices(arguments, run, interruption, Redactor, output, CiReporter.Silent, Variable);
        host = new WebRunHost(run, arguments, Settings, services.CreateRun, Redactor, TimeProvider.System);
    }

    public Redactor Redactor { get; } = new();

    public WebSettings Settings { get; }

    public IReadOnlyList<string> Environments => host.Environments();

    public Task<FilesDescription> DescribeFilesAsync() => host.DescribeFilesAsync(CancellationToken.None);

    public Task<EnvironmentDescription> DescribeAsync(string environment) => DescribeAsync(environment, UserSignIn.ServicePrincipal);

    public Task<EnvironmentDescription> DescribeAsync(string environment, UserSignIn signIn) =>
        host.DescribeAsync(environment, signIn, CancellationToken.None);

    /// <summary>The id of the run and what the page shows at its end.</summary>
    public async Task<(string Id, RunSnapshot End)> RunAsync(
        RunTask task,
        string environment,
        (string Id, RunSnapshot End)? planned = null,
        UserSignIn? signIn = null,
        params string[] select
    ) =>
        await RunAsync(
            new RunRequest
            {
                Task = task,
                Environment = environment,
                By = "someone",
                Planned = planned?.Id,
                Select = select,
            },
            planned,
            signIn
        );

    /// <inheritdoc cref="RunAsync(RunTask, string, ValueTuple{string, RunSnapshot}?, UserSignIn?, string[])"/>
    public async Task<(string Id, RunSnapshot End)> RunAsync(
        RunRequest request,
        (string Id, RunSnapshot End)? planned = null,
        UserSignIn? signIn = null
    )
    {
        var id = $"run-{++runs}";
        var run = started[id] = host.Start(id, request, planned?.End.PlanId, signIn ?? UserSignIn.ServicePrincipal);
        await run.Completion;
        return (id, run.Snapshot);
    }

    /// <summary>Waits until what the runs left is written.</summary>
    public Task EndAsync() => host.EndAsync();

    /// <summary>What the page shows of a file's text.</summary>
    public Task<TextPair?> ReadTextsAsync(RunTask task, string id, string asset, string file) =>
        host.ReadTextsAsync(
            new WebRun
            {
                Id = id,
                Request = new RunRequest { Task = task, Environment = "workspace" },
                Started = DateTimeOffset.UnixEpoch,
                Hosted = started[id],
            },
            asset,
            file,
            UserSignIn.ServicePrincipal,
            CancellationToken.None
        );

    public async ValueTask DisposeAsync()
    {
        await host.EndAsync();
        interruption.Dispose();
    }
}
