using Layercake.Engine.Environments;
using Layercake.Engine.Environments.Reading;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Environments;

/// <summary>What is published about the settings, made from their table.</summary>
internal static class SettingsDocument
{
    /// <summary>The content of <c>environment.schema.json</c>.</summary>
    public static string Schema()
    {
        var properties = new JObject { ["$schema"] = new JObject { ["type"] = "string" } };
        foreach (var setting in EnvironmentSettings.All)
        {
            var target = properties;
            var path = setting.Key.Split('.');
            foreach (var group in path[..^1])
            {
                target[group] ??= Closed([]);
                target = (JObject)target[group]!["properties"]!;
            }

            target[path[^1]] = Property(setting);
        }

        var schema = new JObject { ["$schema"] = "http://json-schema.org/draft-07/schema#", ["title"] = "An environment to deploy to" };
        schema.Merge(Closed(properties));
        return schema.ToString(Formatting.Indented).ReplaceLineEndings("\n") + "\n";
    }

    /// <summary>The table of <c>docs/environments.md</c>.</summary>
    public static string Table() =>
        string.Concat(
            EnvironmentSettings
                .All.Select(setting =>
                    $"| `{setting.Key}` | "
                    + $"{(setting.Default is null ? "" : $"`{Json(setting.Default).ToString(Formatting.None).Trim('"')}`")} | "
                    + $"{setting.Description} |\n"
                )
                .Prepend("| Setting | When left out | What it says |\n|---|---|---|\n")
        );

    private static JObject Closed(JObject properties) =>
        new()
        {
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["properties"] = properties,
        };

    private static JObject Property(EnvironmentSetting setting)
    {
        var property = new JObject
        {
            ["description"] = setting.Description,
            ["type"] = setting.Type switch
            {
                SettingType.Flag => "boolean",
                SettingType.Number => "integer",
                SettingType.Document => "object",
                SettingType.List => "array",
                _ => "string",
            },
        };
        if (setting.Type == SettingType.Address)
            property["format"] = "uri";
        if (setting.Type == SettingType.List)
            property["items"] = new JObject { ["type"] = "string", ["pattern"] = setting.Pattern };
        else if (setting.Pattern is not null)
            property["pattern"] = setting.Pattern;
        if (setting.Type == SettingType.Number)
            (property["minimum"], property["maximum"]) = (setting.Minimum, setting.Maximum);
        if (setting.Default is not null)
            property["default"] = Json(setting.Default);

        return property;
    }

    private static JToken Json(object value) => JToken.FromObject(value);
}
