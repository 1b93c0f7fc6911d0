using Build.CommandLine;
using Build.Running;
using Layercake.Engine.Environments.Reading;

namespace Build.WebPages;

/// <summary>
/// Reads the variables of a container that serves one workspace, by the names that an app for jobs has for them; an option comes first.
/// </summary>
/// <param name="variable">Null or empty where it is not set.</param>
internal sealed class WebVariables(Func<string, string?> variable, RunOptions run, HostArguments arguments)
{
    private const string Threads = "NUM_THREADS";
    private const string MappingsPath = "RESOURCE_NAME_MAPPINGS_FILE_PATH";

    private readonly List<string> errors = [];
    private readonly List<string> said = [];

    /// <exception cref="BuildFailedException">A variable or an option is wrong.</exception>
    public WebSettings Read()
    {
        var folder = new FolderVariables(Text, run, arguments, errors, said);
        var path = folder.Read();
        var served = path is null ? run : run.For(folder.CopyOf(path, workspace: ""), environments: null);
        var workspace = new WorkspaceVariables(Text, served, errors, said).Read();
        WebSetting?[] values =
        [
            .. Options(),
            arguments["concurrency"] is null && Text(Threads) is { } threads ? Concurrency(threads) : Unused(Threads, "--concurrency"),
            arguments["mappings"] is null && Text(MappingsPath) is { } mappings
                ? Mappings(mappings, workspace?.Environment)
                : Unused(MappingsPath, "--mappings"),
        ];
        var place = path is null || errors.Count > 0 ? null : folder.Place(path, workspace, served);
        if (errors.Count > 0)
            throw new BuildFailedException(ExitCodes.Wrong, string.Join('\n', errors));

        if (place is not null)
            Directory.CreateDirectory(place.Copy); // Each run names it as its folder of assets.
        return new WebSettings
        {
            EnvironmentsFolder = workspace?.Make(),
            Folder = place,
            Values = [.. values.OfType<WebSetting>()],
            Said = said,
        };
    }

    private IEnumerable<WebSetting> Options()
    {
        var given = arguments
            .Values.Where(entry => entry.Key.Setting is not null && arguments.TargetUses.Uses("Web", entry.Key))
            .ToDictionary(entry => entry.Key.Setting!, entry => entry.Value, StringComparer.Ordinal);
        errors.AddRange(GivenSettings.Check(given, run.Folders.Start).Select(finding => finding.ToString()));
        return given.Select(entry => new WebSetting(
            EnvironmentSettings.Find(entry.Key)!.Option,
            entry.Key == "mappings" ? run.Folders.FromStart(entry.Value) : entry.Value
        ));
    }

    private WebSetting? Concurrency(string text)
    {
        if (IsWrong("concurrency", text))
        {
            errors.Add($"{Threads} must be {EnvironmentSettings.Find("concurrency")!.Form}. Correct the variable, or remove it.");
            return null;
        }

        said.Add($"{Threads} says --concurrency={text}.");
        return new WebSetting("--concurrency", text);
    }

    private WebSetting? Mappings(string text, string? environment)
    {
        var path = run.Folders.FromStart(text);
        if (IsWrong("mappings", path))
        {
            errors.Add(
                $"{MappingsPath} must name a file of this machine, and there is no {path}. Mount the file there, correct the variable, or "
                    + "remove it."
            );
            return null;
        }

        said.Add($"{MappingsPath} says --mappings={path}{(environment is null ? "" : $", for the environment {environment}")}.");
        return new WebSetting("--mappings", path, environment);
    }

    private WebSetting? Unused(string name, string option)
    {
        if (Text(name) is not null)
            said.Add($"{name} says nothing, since {option} is given.");
        return null;
    }

    private bool IsWrong(string setting, string value) =>
        GivenSettings.Check(new Dictionary<string, string> { [setting] = value }, run.Folders.Start).Count > 0;

    private string? Text(string name) => variable(name)?.Trim() is { Length: > 0 } text ? text : null;
}
