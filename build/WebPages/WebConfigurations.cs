using Build.CommandLine;
using Build.Preparation;
using Build.Running;
using Layercake.Engine.Declarations;
using Layercake.Web.Access;
using Layercake.Web.Configuration;

namespace Build.WebPages;

/// <summary>How the web page is reached and who may do what there, as the command line says.</summary>
internal static class WebConfigurations
{
    /// <summary>The variable that says it in a container; an earlier app for jobs reads the same one.</summary>
    public const string ModeVariable = "APP_MODE";

    /// <param name="variable">Gives the value of an environment variable; null for one that is not set.</param>
    /// <exception cref="BuildFailedException">Something is wrong with it, or a server may not start like that.</exception>
    public static WebConfiguration Read(
        RunOptions run,
        HostArguments arguments,
        IReadOnlyList<string> environments,
        Func<string, string?> variable
    )
    {
        var read = Read(run, arguments, environments);
        return Mode(arguments, variable) is { } mode ? read with { AppModes = AppModes.Everywhere(mode) } : read;
    }

    /// <summary>The runs of a server that gives roles: there each environment's name means what it meant at the start.</summary>
    public static RunOptions Pinned(RunOptions web, WebConfiguration configuration) =>
        configuration.Mode == SignInMode.OneTimeAddress ? web : web.Checked(new EnvironmentPins(web).Check);

    /// <summary>Null where neither the command line nor the variable says one.</summary>
    private static AppMode? Mode(HostArguments arguments, Func<string, string?> variable)
    {
        if (arguments["app-mode"] is { } option)
            return AppModes.Named(option);
        if (variable(ModeVariable)?.Trim() is not { Length: > 0 } name)
            return null;

        return AppModes.Named(name)
            ?? throw Wrong($"The variable {ModeVariable} says {name}. It may be {string.Join(", ", AppModes.Names)}, or empty.");
    }

    private static WebConfiguration Read(RunOptions run, HostArguments arguments, IReadOnlyList<string> environments)
    {
        var mode = arguments["auth"] is { } name ? SignInModes.Named(name) : null;
        if (arguments["web-config"] is not { } path)
            return mode is null
                ? new WebConfiguration()
                : throw Wrong($"--auth={arguments["auth"]} needs --web-config=FILE, which says who may do what. See docs/web.md.");

        var file = run.Folders.FromStart(path);
        if (RealPath.Of(file) is { } real && RealPath.IsWithin(real, RealPath.Of(run.AssetsFolder) ?? run.AssetsFolder))
            throw Wrong(
                $"{path} is in the folder of assets, whose authors could give roles to themselves with it. Keep the file of --web-config "
                    + "elsewhere."
            );

        var findings = new List<Finding>();
        return ConfigurationReader.Read(file, mode, environments, findings)
            ?? throw Wrong(string.Join('\n', Findings.InOrder(findings).Select(finding => finding.ToString())));
    }

    private static BuildFailedException Wrong(string message) => new(ExitCodes.Wrong, message);
}
