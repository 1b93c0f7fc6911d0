using Build;
using Build.Ci;
using Build.CommandLine;
using Build.Printing;
using Build.Running;
using Build.WebPages;
using Layercake.Engine.Environments.Reading;
using Layercake.Engine.Kinds;
using Layercake.Secrecy;
using Layercake.Testing;
using Layercake.Web.Runs;

namespace Layercake.Build.Tests.WebPages;

/// <summary>What stands behind the page of a server that was started with variables, without its port.</summary>
internal sealed class ServedPage : IAsyncDisposable
{
    private readonly Interruption interruption = new(CancellationToken.None);
    private readonly WebRunHost host;
    private int runs;

    /// <param name="folder">Holds the assets in <c>assets/</c> and gets the state.</param>
    public ServedPage(TempDirectory folder, IReadOnlyDictionary<string, string> variables, params string[] options)
    {
        var arguments = new CommandLineReader(
            KnownOptions.With(EnvironmentSettings.All),
            TargetTable.In(typeof(WebRunHost).Assembly, KindTable.Described),
            new Dictionary<string, string>()
        ).Read(["--target=Web", $"--assets={folder["assets"]}", $"--state={folder["state"]}", .. options]);
        Assert.Empty(arguments.Errors);

        string? Variable(string name) => variables.GetValueOrDefault(name);
        var redactor = new Redactor();
        var folders = new HostFolders { Root = folder.FullPath, Start = folder.FullPath };
        RunOptions Run(HostFolders with) => new(arguments, with, package: null, approved: null, TimeProvider.System, interruption.Token);
        Settings = new WebVariables(Variable, Run(folders), arguments).Read();
        var run = Run(folders with { WebEnvironments = Settings.EnvironmentsFolder });
        var output = new Output(TextWriter.Null, colours: false, redactor);
        var services = new HostServices(arguments, run, interruption, redactor, output, CiReporter.Silent, Variable);
        host = new WebRunHost(run, arguments, Settings, services.CreateRun, redactor, TimeProvider.System);
    }

    public WebSettings Settings { get; }

    public IReadOnlyList<string> Environments => host.Environments();

    public Task<EnvironmentDescription> DescribeAsync(string environment) => host.DescribeAsync(environment, CancellationToken.None);

    /// <summary>The id of the run and what the page shows at its end.</summary>
    public async Task<(string Id, RunSnapshot End)> RunAsync(RunTask task, string environment, (string Id, RunSnapshot End)? planned = null)
    {
        var request = new RunRequest { Task = task, Environment = environment, By = "someone", Planned = planned?.Id };
        var id = $"run-{++runs}";
        var run = host.Start(id, request, planned?.End.PlanId);
        await run.Completion;
        return (id, run.Snapshot);
    }

    public async ValueTask DisposeAsync()
    {
        await host.EndAsync();
        interruption.Dispose();
    }
}
