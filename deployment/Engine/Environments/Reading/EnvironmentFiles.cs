using Layercake.Engine.Declarations;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Environments.Reading;

/// <summary>Finds and reads the environments, one file each.</summary>
/// <param name="folders">Searched in this order; an environment of the first hides one of the same name in the next.</param>
/// <param name="clock">For the validity of certificates; the system's clock by default.</param>
public sealed class EnvironmentFiles(IReadOnlyList<string> folders, TimeProvider? clock = null)
{
    private const string Ending = ".json";

    private const string MappingsEnding = ".mappings.json";

    private readonly EnvironmentFolders searched = new(folders);

    /// <summary>The base of relative paths on the command line.</summary>
    public string StartFolder { get; init; } = Environment.CurrentDirectory;

    /// <summary>
    /// The file of <c>--params</c>, whose values come before those of the environment file and after those of the command line.
    /// </summary>
    public string? ParameterFile { get; init; }

    /// <summary>The values of <c>--var</c>, by name.</summary>
    public IReadOnlyDictionary<string, string> GivenVariables { get; init; } = new Dictionary<string, string>();

    /// <summary>In alphabetical order.</summary>
    public IReadOnlyList<string> Names() => [.. Files([]).Keys.Order(StringComparer.Ordinal)];

    /// <summary>The environment; null, with all its errors as findings, when it is not valid.</summary>
    /// <param name="overrides">Values from the command line by the keys of the file: <c>notebooks_path</c>,
    /// <c>secret_names.tenant_id</c>.</param>
    public DeploymentEnvironment? Load(string name, IReadOnlyDictionary<string, string> overrides, ICollection<Finding> findings)
    {
        if (!Files(findings).TryGetValue(name, out var path))
        {
            findings.Add(Unknown(name));
            return null;
        }

        var file = searched.Shown(path);
        var found = new List<Finding>();
        var parameters = ParameterFile is null
            ? null
            : Reading.ParameterFile.Read(Path.GetFullPath(Path.Combine(StartFolder, ParameterFile)), found);
        var values = Values(name, path, file, parameters, overrides, found);
        var variables = new VariableReader(found);
        if (values is not null)
        {
            ReadVariables(variables, values, found);
            foreach (var value in values.Values)
                SettingChecks.Check(value, found);
            new AddressChecks(name, file, values, parameters?.Given ?? new GivenSecrets(), found).Check();
            new SignInChecks(name, values, parameters, clock ?? TimeProvider.System, found).Check();
            DeployerChecks.Check(values, found);
        }

        foreach (var finding in Findings.InOrder(found))
            findings.Add(finding);

        return values is null || found.Any(finding => finding.Severity == Severity.Error)
            ? null
            : WithMappings(
                new EnvironmentBuilder(values, variables.Variables, parameters?.Given ?? new GivenSecrets()).Build(name, file),
                path
            );
    }

    /// <summary>The mapping file beside the environment's own file; used when no setting names another.</summary>
    private static DeploymentEnvironment WithMappings(DeploymentEnvironment environment, string path)
    {
        var beside = Path.ChangeExtension(Path.GetFullPath(path), MappingsEnding);
        return environment.MappingsFile is null && PathKinds.MayBeAt(beside) ? environment with { MappingsFile = beside } : environment;
    }

    private Dictionary<string, SettingValue>? Values(
        string name,
        string path,
        string file,
        ParameterFile? parameters,
        IReadOnlyDictionary<string, string> overrides,
        ICollection<Finding> findings
    )
    {
        if (JsonText.Load(path, file, findings) is not { } document)
            return null;

        SourceLocation.Mark(document, file);
        var reader = new SettingReader(file, Path.GetDirectoryName(Path.GetFullPath(path))!, findings);
        var values = reader.Read(document);
        Override(values, parameters?.Values ?? []);
        var given = reader.Read(overrides, StartFolder);
        if (name != "local" && IsLocal(name, given.ContainsKey("cloud") ? given : values))
            DropRealAddresses(values);

        Override(values, given);
        return values;
    }

    internal static bool IsLocal(string name, IReadOnlyDictionary<string, SettingValue> values) =>
        name == "local" || values.GetValueOrDefault("cloud")?.Text == "local";

    /// <summary>
    /// For a rehearsal in the local cloud, the addresses and the sign-in of the environment file do not apply. Those of the command line
    /// do, since they are meant for this run.
    /// </summary>
    private static void DropRealAddresses(Dictionary<string, SettingValue> values)
    {
        string[] places =
        [
            AddressChecks.Workspace.Url,
            .. AddressChecks.Workspace.LookupSettings,
            AddressChecks.Vault.Url,
            .. AddressChecks.Vault.LookupSettings,
        ];
        string[] people =
        [
            "authority",
            "tenant_id",
            "client_id",
            "certificate_file",
            "private_key_file",
            "cert_thumbprint",
            "service_connection_id",
        ];
        foreach (
            var key in values
                .Keys.Where(key =>
                    places.Contains(key) || people.Contains(key) || key.StartsWith("secret_names.", StringComparison.Ordinal)
                )
                .ToList()
        )
            values.Remove(key);
    }

    private void ReadVariables(VariableReader variables, Dictionary<string, SettingValue> values, ICollection<Finding> findings)
    {
        var shared = folders.Select(folder => Path.Combine(folder, VariableReader.BaseFile)).FirstOrDefault(PathKinds.MayBeAt);
        if (shared is not null && JsonText.Load(shared, searched.Shown(shared), findings) is { } document)
            variables.Add(SourceLocation.Mark(document, searched.Shown(shared)));
        if (values.GetValueOrDefault("variables")?.Value is JObject own)
            variables.Add(own);

        variables.Add(GivenVariables);
    }

    private static void Override(Dictionary<string, SettingValue> values, Dictionary<string, SettingValue> given)
    {
        foreach (var forms in new[] { AddressChecks.Workspace, AddressChecks.Vault })
            DropOtherForm(forms, values, given);
        DropOtherSignIn(values, given);
        foreach (var (key, value) in given)
            values[key] = value;
    }

    /// <summary>Another way to sign in drops the settings of the file's way; an authority replaces tenant and cloud.</summary>
    private static void DropOtherSignIn(Dictionary<string, SettingValue> values, Dictionary<string, SettingValue> given)
    {
        if (given.TryGetValue("authority_type", out var kind) && kind.Text != values.GetValueOrDefault("authority_type")?.Text)
            foreach (var key in new[] { "certificate_file", "private_key_file", "cert_thumbprint", "secret_names.certificate_password" })
                values.Remove(key);
        if (given.ContainsKey("authority"))
            values.Remove("tenant_id");
        if (given.ContainsKey("tenant_id"))
            values.Remove("authority");
        if (given.ContainsKey("authority") && !given.ContainsKey("cloud"))
            values.Remove("cloud");
    }

    /// <summary>A URL on the command line replaces the file's names, and names replace its URL.</summary>
    private static void DropOtherForm(
        (string Url, string[] LookupSettings) forms,
        Dictionary<string, SettingValue> values,
        Dictionary<string, SettingValue> given
    )
    {
        if (given.ContainsKey(forms.Url))
            foreach (var key in forms.LookupSettings)
                values.Remove(key);
        else if (forms.LookupSettings.Any(given.ContainsKey))
            values.Remove(forms.Url);
    }

    private Finding Unknown(string name)
    {
        var names = Names();
        var existing = folders.Where(PathKinds.MayBeAt).ToList();
        var places = string.Join(" or ", (existing.Count > 0 ? existing : folders).Select(searched.Shown));
        return new Finding
        {
            Severity = Severity.Error,
            Code = "ENV001",
            Message =
                names.Count == 0
                    ? $"There is no environment {name}, nor any other: no .json file is in {places}. "
                        + $"Add {name}{Ending}."
                    : $"There is no environment {name}.{NameSuggestion.Suggest(name, names)} Environments: "
                        + $"{string.Join("; ", ByFolder())}.",
        };
    }

    /// <summary>The names of each folder, since who reads them may have written some and got others with the program.</summary>
    private IEnumerable<string> ByFolder()
    {
        var files = Files([]);
        return folders
            .Select((folder, at) => (folder, names: files.Where(file => searched.Of(file.Value) == at).Select(file => file.Key).ToList()))
            .Where(found => found.names.Count > 0)
            .Select(found =>
                $"{string.Join(", ", found.names.Order(StringComparer.Ordinal))}, the {Ending} files in {searched.Shown(found.folder)}"
            );
    }

    private Dictionary<string, string> Files(ICollection<Finding> findings)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (
            var path in folders
                .Where(folder => PathKinds.HasFolder(folder, searched.Shown, findings) == true)
                .SelectMany(folder => FileReading.Try(searched.Shown(folder), findings, () => Directory.GetFileSystemEntries(folder)) ?? [])
        )
        {
            var name = Path.GetFileName(path);
            if (
                name != VariableReader.BaseFile
                && name.EndsWith(Ending, StringComparison.Ordinal)
                && !name.EndsWith(".schema.json", StringComparison.Ordinal)
                && !name.EndsWith(MappingsEnding, StringComparison.Ordinal)
                && name[0] != '.'
            )
                files.TryAdd(name[..^Ending.Length], path);
        }

        return files;
    }

    /// <inheritdoc cref="EnvironmentFolders.Short"/>
    internal static string Shown(string path) => EnvironmentFolders.Short(path);
}
