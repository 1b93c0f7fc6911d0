using Layercake.Engine.Declarations;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Environments.Reading;

/// <summary>
/// The file of <c>--params</c>: how to sign in and where, under the names that other deployment tools use, with secrets where need be.
/// </summary>
internal sealed class ParameterFile
{
    /// <summary>What the file calls differently than an environment file.</summary>
    private static readonly Dictionary<string, string> Aliases = new(StringComparer.Ordinal)
    {
        ["databricks_uri"] = "workspace_url",
        ["thumbprint"] = "cert_thumbprint",
    };

    private static readonly string[] Secrets = ["client_secret", "pat_token"];

    private readonly Dictionary<string, (GivenSecret Secret, JProperty Property)> secrets = new(StringComparer.Ordinal);

    private ParameterFile(string file, Dictionary<string, SettingValue> values) => (File, Values) = (file, values);

    /// <summary>As findings show it.</summary>
    public string File { get; }

    /// <summary>By the keys of an environment file.</summary>
    public Dictionary<string, SettingValue> Values { get; }

    public GivenSecrets Given => new() { ClientSecret = Secret("client_secret"), AccessToken = Secret("pat_token") };

    /// <summary>Null and findings when it cannot be read.</summary>
    public static ParameterFile? Read(string path, ICollection<Finding> findings)
    {
        var shown = Path.GetFileName(path);
        if (!Path.Exists(path))
        {
            findings.Add(
                new Finding
                {
                    Severity = Severity.Error,
                    Code = "FIL001",
                    File = path,
                    Message = "There is no such file. Correct what --params names.",
                }
            );
            return null;
        }

        if (JsonText.Load(path, shown, findings, mayBePipe: true) is not { } document)
            return null;

        var file = new ParameterFile(shown, new Dictionary<string, SettingValue>(StringComparer.Ordinal));
        var reader = new SettingReader(shown, Path.GetDirectoryName(Path.GetFullPath(path))!, findings);
        foreach (var property in document.Properties().Where(property => !IsEmpty(property.Value)))
            file.Add(property, reader, findings);

        return file;
    }

    /// <summary>A finding at one of the secrets.</summary>
    public Finding At(string key, string code, string message) => At(secrets[key].Property, Severity.Error, code, message);

    private void Add(JProperty property, SettingReader reader, ICollection<Finding> findings)
    {
        var key = Aliases.GetValueOrDefault(property.Name, property.Name);
        if (Secrets.Contains(key))
            AddSecret(key, property, findings);
        else if (Values.TryGetValue(key, out var other))
            findings.Add(
                At(
                    property,
                    Severity.Error,
                    "ENV010",
                    $"{property.Name} and {other.Name} are two names of one parameter. Remove one of them."
                )
            );
        else if (EnvironmentSettings.Find(key) is { } setting)
            reader.Read(property, setting, Values);
        else
            findings.Add(Unknown(property));
    }

    private void AddSecret(string key, JProperty property, ICollection<Finding> findings)
    {
        if (property.Value is JValue { Value: string value })
            secrets[key] = (new GivenSecret(value, $"{key} in {File}"), property);
        else
            findings.Add(At(property, Severity.Error, "ENV003", $"{key} must be a text in double quotes."));
    }

    private Finding Unknown(JProperty property)
    {
        var suggestion = NameSuggestion.Suggest(property.Name, [.. Aliases.Keys, .. Secrets, .. EnvironmentSettings.Keys]);
        return At(property, Severity.Warning, "ENV014", $"{property.Name} is no parameter, and nothing uses it.{suggestion}");
    }

    private Finding At(JProperty property, Severity severity, string code, string message)
    {
        var (line, column) = JsonPositions.Of(property);
        return new Finding
        {
            Severity = severity,
            Code = code,
            File = File,
            Line = line,
            Column = column,
            Message = message,
        };
    }

    private GivenSecret? Secret(string key) => secrets.TryGetValue(key, out var entry) ? entry.Secret : null;

    // Templates of such files have all fields, and those that are not wanted are empty.
    private static bool IsEmpty(JToken value) =>
        value.Type == JTokenType.Null || value is JValue { Value: string text } && string.IsNullOrWhiteSpace(text);
}
