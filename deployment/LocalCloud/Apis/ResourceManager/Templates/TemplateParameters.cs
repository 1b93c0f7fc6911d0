using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.ResourceManager.Templates;

/// <summary>The values of a template's parameters: given with the deployment, or the template's defaults.</summary>
internal static class TemplateParameters
{
    /// <exception cref="TemplateException">One is missing, is not declared, or has a value that does not fit.</exception>
    public static JObject Read(JObject declared, JObject given, TemplateScope scope)
    {
        var unknown = given.Properties().Select(property => property.Name).Where(name => Find(declared, name) is null).ToList();
        if (unknown.Count > 0)
            throw new TemplateException(
                $"the template parameters '{string.Join(", ", unknown)}' in the parameters file are not valid; they are not "
                    + $"present in the original template "
                    + $"and can therefore not be provided at deployment time. The only supported parameters for this template are "
                    + $"'{string.Join(", ", declared.Properties().Select(property => property.Name))}'"
            );

        var values = new JObject();
        var evaluator = new Evaluator(scope, values, []);
        foreach (var parameter in declared.Properties())
        {
            var value =
                (Find(given, parameter.Name) as JObject)?["value"]
                ?? (parameter.Value["defaultValue"] is { } otherwise ? evaluator.Evaluate(otherwise) : null)
                ?? throw new TemplateException($"the value for the template parameter '{parameter.Name}' is not provided");
            Check(parameter.Name, (JObject)parameter.Value, value);
            values[parameter.Name] = value.DeepClone();
        }

        return values;
    }

    /// <summary>As a read of a deployment shows them: of a secure one only that there is one.</summary>
    public static JObject Shown(JObject declared, JObject given) =>
        new(
            declared
                .Properties()
                .Select(parameter =>
                {
                    var type = (string?)parameter.Value["type"] ?? "string";
                    var shown = new JObject { ["type"] = type };
                    if (
                        !IsSecure(type)
                        && ((Find(given, parameter.Name) as JObject)?["value"] ?? parameter.Value["defaultValue"]) is { } value
                    )
                        shown["value"] = value.DeepClone();

                    return new JProperty(parameter.Name, shown);
                })
        );

    private static bool IsSecure(string type) => type.StartsWith("secure", StringComparison.OrdinalIgnoreCase);

    private static void Check(string name, JObject declared, JToken value)
    {
        var type =
            ((string?)declared["type"])?.ToLowerInvariant() ?? throw new TemplateException($"the template parameter '{name}' has no type");
        var fits = type switch
        {
            "string" or "securestring" => value.Type == JTokenType.String,
            "int" => value.Type == JTokenType.Integer,
            "bool" => value.Type == JTokenType.Boolean,
            "object" or "secureobject" => value.Type == JTokenType.Object,
            "array" => value.Type == JTokenType.Array,
            _ => throw new TemplateException($"the type '{type}' of the template parameter '{name}' is not known"),
        };
        if (!fits)
            throw new TemplateException(
                $"template parameter JToken type is not valid. Expected '{type}'. Actual '{value.Type}'. Parameter: '{name}'"
            );

        if (declared["allowedValues"] is JArray allowed && !allowed.Any(candidate => JToken.DeepEquals(candidate, value)))
            throw new TemplateException(
                $"the provided value for the template parameter '{name}' is not valid. The value '{value}' is not part of the "
                    + $"allowed value(s): '{string.Join(",", allowed)}'"
            );
    }

    private static JToken? Find(JObject body, string name) =>
        body.TryGetValue(name, StringComparison.OrdinalIgnoreCase, out var value) ? value : null;
}
