using Build.CommandLine;
using Build.Packaging;
using Build.Printing;
using Build.Reports;
using Build.Running;
using Cake.Frosting;
using Layercake.Engine.Declarations;
using Layercake.Engine.Environments.Reading;
using Layercake.Secrecy;

namespace Build;

/// <summary>Checks the command line, then lets Cake run the tasks it names.</summary>
public static class Program
{
    public static async Task<int> Main(string[] args)
    {
        var redactor = new Redactor();
        using var guard = ConsoleGuard.Install(redactor);
        using var interruption = new Interruption(Console.Error);
        var folders = HostFolders.Find(AppContext.BaseDirectory, Directory.GetCurrentDirectory());
        var options = KnownOptions.With(EnvironmentSettings.All);
        var targets = TargetTable.In(typeof(Program).Assembly);
        var arguments = new CommandLineReader(options, targets, Variables()).Read(args);
        var early = new EarlyExitReport(arguments, folders, guard, redactor);

        if (arguments.Errors.Count > 0)
        {
            Refuse(arguments.Errors);
            early.Tell(arguments.Errors);
            return ExitCodes.Wrong;
        }

        if (arguments.Has("help"))
            return Print(guard, HelpText.Of(options, targets));
        if (arguments.Has("version"))
            return Print(guard, HostVersion.Text);

        var problems = new List<Finding>();
        using var package = arguments.DeploysPackage ? DeployedPackage.Open(folders.FromStart(arguments["package"]!), problems) : null;
        if (problems.Count > 0)
        {
            Refuse([.. problems.Select(problem => problem.ToString()), "Nothing was written."]);
            early.Tell(problems);
            return ExitCodes.Wrong;
        }

        if (interruption.ExitCode is { } stopped)
            return stopped;

        // Cake chooses colours by the terminal's name, even where the output goes to a file, which has no use for them.
        if (Console.IsOutputRedirected || Console.IsErrorRedirected)
            Environment.SetEnvironmentVariable("NO_COLOR", "1");

        var outcome = new HostOutcome(interruption);
        var services = new HostServices(arguments, folders, package, interruption, outcome, redactor, guard);
        if (arguments.RunsTasks)
            services.Preparation.Begin(arguments.Targets);

        var result = await RunCakeAsync(services, arguments);
        var exitCode = outcome.ExitCode(result);
        foreach (var line in outcome.ClosingLines(exitCode))
            Console.Out.WriteLine(line);
        return exitCode;
    }

    private static async Task<int> RunCakeAsync(HostServices services, HostArguments arguments)
    {
        // Not left to Cake, which does not dispose its container.
        await using var preparation = services.Preparation;
        return new CakeHost()
            .UseContext<BuildContext>()
            .UseTeardown<BuildTeardown>()
            .ConfigureServices(services.Add)
            .Run(arguments.ForCake());
    }

    private static Dictionary<string, string> Variables() =>
        Environment
            .GetEnvironmentVariables()
            .Cast<System.Collections.DictionaryEntry>()
            .Where(entry => ((string)entry.Key).StartsWith(CommandLineReader.VariablePrefix, StringComparison.Ordinal))
            .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal);

    private static int Print(ConsoleGuard guard, string text)
    {
        guard.WriteUnredacted(text);
        return ExitCodes.Done;
    }

    private static void Refuse(IEnumerable<string> errors)
    {
        foreach (var error in errors)
            Console.Error.WriteLine(error);
    }
}
