using System.Globalization;
using Layercake.Engine.Declarations;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Environments.Reading;

/// <summary>
/// Reads the settings of an environment file and of the command line; unknown settings and wrong types become findings.
/// </summary>
internal sealed class SettingReader(string file, string folder, ICollection<Finding> findings)
{
    private const string Group = "secret_names";

    /// <summary>The values of the document by key.</summary>
    public Dictionary<string, SettingValue> Read(JObject document)
    {
        var values = new Dictionary<string, SettingValue>(StringComparer.Ordinal);
        foreach (var property in document.Properties())
        {
            if (property.Name == "$schema")
                continue;

            if (property.Name != Group)
                Read(property, property.Name, values);
            else if (property.Value is JObject group)
                foreach (var inner in group.Properties())
                    Read(inner, $"{Group}.{inner.Name}", values);
            else if (property.Value.Type != JTokenType.Null)
                Add(property, "ENV003", $"{Group} must be an object such as {{ \"client_secret\": \"client-secret\" }}.");
        }

        return values;
    }

    /// <summary>The values given on the command line, by key.</summary>
    public Dictionary<string, SettingValue> Read(IReadOnlyDictionary<string, string> overrides, string startFolder)
    {
        var values = new Dictionary<string, SettingValue>(StringComparer.Ordinal);
        foreach (var (key, text) in overrides.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (EnvironmentSettings.Find(key) is not { } setting)
                findings.Add(
                    new Finding
                    {
                        Severity = Severity.Error,
                        Code = "ENV002",
                        Message = $"{key} is no setting of an environment.{NameSuggestion.Suggest(key, EnvironmentSettings.Keys)}",
                    }
                );
            else if (Value(setting, text) is { } value)
                values.Add(
                    key,
                    new SettingValue
                    {
                        Setting = setting,
                        Value = value,
                        Folder = startFolder,
                    }
                );
            else
                findings.Add(
                    new Finding
                    {
                        Severity = Severity.Error,
                        Code = "ENV003",
                        Message = $"{setting.Option} must be {setting.Form}, and it is {text}.",
                    }
                );
        }

        return values;
    }

    private void Read(JProperty property, string key, Dictionary<string, SettingValue> values)
    {
        if (key is "client_secret" or "pat_token")
            Add(
                property,
                "ENV013",
                $"{key} is a secret and does not belong into an environment file. Put it into the vault, and its secret's name "
                    + $"into secret_names.{key}; or pass it with --params."
            );
        else if (EnvironmentSettings.Find(key) is not { } setting)
            Add(
                property,
                "ENV002",
                $"{key} is no setting of an environment.{NameSuggestion.Suggest(key, EnvironmentSettings.Keys)} The settings are "
                    + $"listed in docs/environments.md."
            );
        else if (key == property.Name && key.StartsWith($"{Group}.", StringComparison.Ordinal))
            Add(property, "ENV002", $"{key} stands inside an object: \"{Group}\": {{ \"{key[(Group.Length + 1)..]}\": … }}.");
        else
            Read(property, setting, values);
    }

    /// <summary>Reads one setting, whatever the file calls it.</summary>
    public void Read(JProperty property, EnvironmentSetting setting, Dictionary<string, SettingValue> values)
    {
        if (Value(setting, property.Value) is { } value)
            values.Add(setting.Key, Placed(setting, value, property));
        else if (property.Value.Type != JTokenType.Null)
            Add(property, "ENV003", $"{Spelled(setting, property)} must be {setting.Form}{Quotes(setting)}.");
    }

    private static object? Value(EnvironmentSetting setting, JToken token) =>
        (setting.Type, token.Type) switch
        {
            (SettingType.Flag, JTokenType.Boolean) => (bool)token,
            (SettingType.Number, JTokenType.Integer) => ((JValue)token).Value is long and >= int.MinValue and <= int.MaxValue
                ? (int)token
                : int.MaxValue,
            (SettingType.Text or SettingType.Address, JTokenType.String) => (string)token!,
            (SettingType.Document, JTokenType.Object) or (SettingType.List, JTokenType.Array) => (object)token,
            _ => null,
        };

    private static object? Value(EnvironmentSetting setting, string text) =>
        setting.Type switch
        {
            SettingType.Flag => bool.TryParse(text, out var flag) ? flag : null,
            SettingType.Number => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                ? number
                : null,
            _ => text,
        };

    private SettingValue Placed(EnvironmentSetting setting, object value, JProperty property)
    {
        var (line, column) = JsonPositions.Of(property);
        return new SettingValue
        {
            Setting = setting,
            Value = value,
            Folder = folder,
            Spelling = Spelled(setting, property),
            File = file,
            Line = line,
            Column = column,
        };
    }

    private static string Quotes(EnvironmentSetting setting) =>
        setting.Type switch
        {
            SettingType.Text or SettingType.Address => ", as a text in double quotes",
            SettingType.Document or SettingType.List => "",
            _ => ", without quotes",
        };

    // Inside an object, the key is only the last part of the setting's key.
    private static string Spelled(EnvironmentSetting setting, JProperty property) =>
        setting.Key.EndsWith($".{property.Name}", StringComparison.Ordinal) ? setting.Key : property.Name;

    private void Add(JProperty property, string code, string message)
    {
        var (line, column) = JsonPositions.Of(property);
        findings.Add(
            new Finding
            {
                Severity = Severity.Error,
                Code = code,
                File = file,
                Line = line,
                Column = column,
                Message = message,
            }
        );
    }
}
