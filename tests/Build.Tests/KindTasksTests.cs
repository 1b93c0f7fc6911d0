using Build;
using Build.CommandLine;
using Build.Deployments;
using Cake.Core;
using Cake.Core.Diagnostics;
using Layercake.Engine.Environments.Reading;
using Layercake.Engine.Kinds;

namespace Layercake.Build.Tests;

/// <summary>A kind that joins the table has its targets with that.</summary>
public sealed class KindTasksTests
{
    private static readonly KindDescription Lamps = new("lava-lamps", "Creates or edits the lava lamps.", "Brings the lava lamps here.");

    private static readonly IReadOnlyList<KindDescription> Kinds = [.. KindTable.Described, Lamps];

    private static readonly TargetTable Targets = TargetTable.In(typeof(Program).Assembly, Kinds);

    private static readonly KnownOptions Options = KnownOptions.With(EnvironmentSettings.All);

    private readonly Steps steps = new();
    private readonly CakeEngine engine = new(new CakeDataService(), new NullLog());

    public KindTasksTests() => new KindTasks(steps, steps, Kinds).RegisterWith(engine);

    [Fact]
    public void Each_kind_has_a_deployment_and_an_export_with_its_sentences()
    {
        Assert.Equal(
            Kinds.SelectMany(kind => new[] { kind.Deploys, kind.Exports }),
            engine.Tasks.Select(task => task.Description)
        );
        Assert.Equal(["DeployLavaLamps", "ExportLavaLamps"], engine.Tasks.TakeLast(2).Select(task => task.Name));
        Assert.All(engine.Tasks, task => Assert.Equal(["GetToken"], task.Dependencies.Select(needed => needed.Name)));
    }

    [Fact]
    public async Task Its_targets_are_about_this_kind_alone()
    {
        foreach (var task in engine.Tasks.Cast<CakeTask>().TakeLast(2))
            foreach (var action in task.Actions)
                await action(null!);

        Assert.Equal(["deploys lava-lamps", "exports lava-lamps"], steps.Taken);
    }

    [Fact]
    public void They_come_after_those_of_the_kinds_before_it_and_before_those_of_all_kinds() =>
        Assert.Equal(
            ["DeployJobs", "DeployLavaLamps", "Deploy", "ExportJobs", "ExportLavaLamps", "Export"],
            Targets.InOrder(["Export", "ExportLavaLamps", "ExportJobs", "Deploy", "DeployLavaLamps", "DeployJobs"])
        );

    [Fact]
    public void The_command_line_takes_them_with_the_options_of_the_others()
    {
        var reader = new CommandLineReader(Options, Targets, new Dictionary<string, string>());

        var given = reader.Read(["--target=deploylavalamps", "--target=ExportLavaLamps", "--select=lava-lamps.red", "--allow-empty"]);

        Assert.Empty(given.Errors);
        Assert.Equal(["DeployLavaLamps", "ExportLavaLamps"], given.Targets);
        Assert.Equal(AssetsNeed.Content, given.AssetsNeed);
        Assert.StartsWith(
            "Unknown target DeployLavaLamsp. Did you mean DeployLavaLamps?",
            reader.Read(["--target=DeployLavaLamsp"]).Errors[0],
            StringComparison.Ordinal
        );
        Assert.Equal(
            ["--name says nothing to --target=DeployLavaLamps. It is for Export…. Choose assets with --select=KIND.NAME."],
            reader.Read(["--target=DeployLavaLamps", "--name=red"]).Errors
        );
    }

    [Fact]
    public void The_help_names_them_with_their_sentences()
    {
        var help = HelpText.Of(Options, Targets).Split('\n');

        Assert.Contains(help, line => Words(line) == "DeployLavaLamps Creates or edits the lava lamps.");
        Assert.Contains(help, line => Words(line) == "ExportLavaLamps Brings the lava lamps here.");
    }

    [Fact]
    public void Their_sentences_end_as_sentences_do() =>
        Assert.All(
            KindTable.Described,
            kind =>
            {
                Assert.EndsWith(".", kind.Deploys);
                Assert.EndsWith(".", kind.Exports);
            }
        );

    [Fact]
    public void Those_that_are_parts_of_other_objects_have_none() => Assert.Null(Targets.Find("DeployPermissions"));

    private static string Words(string line) => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private sealed class Steps : IDeployment, IExports
    {
        public List<string> Taken { get; } = [];

        public Task RunAsync(DeploymentStep step) => throw new InvalidOperationException();

        public Task DeployAsync(IReadOnlyList<string> kinds) => Take("deploys", kinds);

        public Task RunAsync(IReadOnlyList<string> kinds) => Take("exports", kinds);

        private Task Take(string verb, IReadOnlyList<string> kinds)
        {
            Taken.Add($"{verb} {string.Join(", ", kinds)}");
            return Task.CompletedTask;
        }
    }
}
