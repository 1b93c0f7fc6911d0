using Build.CommandLine;
using Build.Packaging;
using Build.Preparation;
using Build.Printing;
using Build.Reports;
using Build.Running;
using Build.Sealing;
using Cake.Frosting;
using Layercake.Engine.Declarations;
using Layercake.Engine.Environments.Reading;
using Layercake.Engine.Kinds;
using Layercake.Engine.Sealing;
using Layercake.Secrecy;

namespace Build;

/// <summary>Checks the command line, then has Cake run the tasks it names.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        var redactor = new Redactor();
        using var guard = ConsoleGuard.Install(redactor);
        using var interruption = new Interruption(Console.Error);
        var folders = HostFolders.Find(AppContext.BaseDirectory, Directory.GetCurrentDirectory());
        var options = KnownOptions.With(EnvironmentSettings.All);
        var targets = TargetTable.In(typeof(Program).Assembly, KindTable.Described);
        var arguments = new CommandLineReader(options, targets, OptionVariables()).Read(args);
        var early = new EarlyExitReport(arguments, folders, guard, redactor);

        if (arguments.Errors.Count > 0)
            return RefuseCommandLine(arguments.Errors, early);
        if (arguments.Has("help"))
            return Print(guard, HelpText.Of(options, targets));
        if (arguments.Has("version"))
            return Print(guard, HostVersion.Text);

        var findings = new List<Finding>();
        using var package = arguments.DeploysPackage ? DeployedPackage.Open(folders.FromStart(arguments["package"]!), findings) : null;
        using var approved = arguments["plan"] is { } plan ? OpenPlan(plan, arguments, folders, findings) : null;
        if (findings.Count > 0)
            return RefuseFile(findings, early);
        if (interruption.ExitCode is { } stopped)
            return stopped;

        var run = new RunOptions(arguments, folders, package?.Assets, approved, TimeProvider.System, interruption.Token);
        if (approved is not null && arguments.PlanDocument is { } form)
        {
            guard.WriteDocument(PrintedPlan.Of(approved, form, run, redactor));
            return ExitCodes.Done;
        }

        TurnOffColoursOfFiles();
        var ci = guard.CreateCiReporter(package is null ? run.AssetsFolder : null);
        var services = new HostServices(arguments, run, interruption, redactor, Output.ToConsole(redactor), ci);
        return await RunTasksAsync(arguments, services);
    }

    private static async Task<int> RunTasksAsync(HostArguments arguments, HostServices services)
    {
        if (arguments.RunsTasks)
            services.Preparation.Begin(arguments.Targets);

        var result = await RunCakeAsync(services, arguments);
        var exitCode = services.Outcome.ExitCode(result);
        foreach (var line in services.Outcome.ClosingLines(exitCode))
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

    private static int RefuseCommandLine(IReadOnlyList<string> errors, EarlyExitReport early)
    {
        PrintErrors(errors);
        early.ReportErrors(errors);
        return ExitCodes.Wrong;
    }

    private static OpenedPlan? OpenPlan(string path, HostArguments arguments, HostFolders folders, List<Finding> findings) =>
        ApprovedPlan.Open(folders.FromStart(path), path, arguments, findings);

    private static int RefuseFile(IReadOnlyList<Finding> findings, EarlyExitReport early)
    {
        PrintErrors([.. findings.Select(finding => finding.ToString()), "Nothing was written."]);
        early.ReportFindings(findings);
        return findings.Any(finding => ApprovedPlan.IsRefused(finding)) ? ExitCodes.Refused : ExitCodes.Wrong;
    }

    private static void PrintErrors(IEnumerable<string> errors)
    {
        foreach (var error in errors)
            Console.Error.WriteLine(error);
    }

    private static int Print(ConsoleGuard guard, string text)
    {
        guard.WriteUnredacted(text);
        return ExitCodes.Done;
    }

    /// <summary>Cake chooses colours by the terminal's name, even where the output goes to a file, which has no use for them.</summary>
    private static void TurnOffColoursOfFiles()
    {
        if (Console.IsOutputRedirected || Console.IsErrorRedirected)
            Environment.SetEnvironmentVariable("NO_COLOR", "1");
    }

    private static Dictionary<string, string> OptionVariables() =>
        Environment
            .GetEnvironmentVariables()
            .Cast<System.Collections.DictionaryEntry>()
            .Where(entry => ((string)entry.Key).StartsWith(CommandLineReader.VariablePrefix, StringComparison.Ordinal))
            .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal);
}
