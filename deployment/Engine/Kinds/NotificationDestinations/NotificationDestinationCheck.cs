using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Checks;
using Newtonsoft.Json.Linq;
using static Layercake.Engine.Kinds.NotificationDestinations.NotificationDestinationSchema;

namespace Layercake.Engine.Kinds.NotificationDestinations;

/// <summary>Checks what a notification destination sends to, and that its secrets are not in Git.</summary>
internal sealed class NotificationDestinationCheck(CheckReport report)
{
    public void Check(JObject destination)
    {
        if (destination.Object(Config) is not { } config)
            return;

        var types = Types.Keys.Where(config.Has).ToList();
        if (types is not [var type])
        {
            report.Error(
                "NTF001",
                destination.Property(Config)!,
                $"{Config} has {(types.Count == 0 ? "no type" : string.Join(" and ", types))}. Declare exactly one of "
                    + $"{string.Join(", ", Types.Keys)}."
            );
            return;
        }

        if (config.Object(type) is not { } settings)
            return;

        foreach (var field in settings.Properties().Where(field => SecretFields.Contains(field.Name) && !IsReference(field.Value)))
            report.Error(
                "NTF002",
                field,
                $"{field.Path} must be a reference to the vault. Put the value into the vault, never into Git, and write "
                    + $"${{secret.NAME}} in its place."
            );

        if (!Types[type].Any(fields => Array.TrueForAll(fields, settings.Has)))
            report.Error(
                "NTF003",
                config.Property(type)!,
                $"{Config}.{type} needs {string.Join(", or ", Types[type].Select(fields => string.Join(" and ", fields)))}."
            );
    }

    /// <remarks>Null is as good as absent.</remarks>
    private static bool IsReference(JToken value) =>
        value is JValue { Value: null } || SecretText.HasReference(value);
}
