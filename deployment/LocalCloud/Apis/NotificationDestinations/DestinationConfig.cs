using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.NotificationDestinations;

/// <summary>Where a destination sends to. Of what is secret only <c>…_set</c> is kept and shown, as nothing is ever sent.</summary>
internal static class DestinationConfig
{
    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        ["email"] = "EMAIL",
        ["generic_webhook"] = "WEBHOOK",
        ["microsoft_teams"] = "MICROSOFT_TEAMS",
        ["pagerduty"] = "PAGERDUTY",
        ["slack"] = "SLACK",
    };

    /// <exception cref="ApiError">400 unless exactly one kind is configured.</exception>
    public static (string Type, JObject Config) Read(JObject sent)
    {
        if (sent.Properties().ToList() is not [{ Value: JObject settings } one] || !Types.TryGetValue(one.Name, out var type))
            throw ApiError.InvalidParameter($"config must hold exactly one of {string.Join(", ", Types.Keys)}.");

        return (type, new JObject { [one.Name] = one.Name == "email" ? settings.Copy() : WithoutSecrets(settings) });
    }

    /// <summary>What is left out stays; a list that is sent takes the place of the one before.</summary>
    public static JObject Merged(JObject held, JObject sent)
    {
        var merged = held.Copy();
        merged.Merge(sent, new JsonMergeSettings { MergeArrayHandling = MergeArrayHandling.Replace });
        return merged;
    }

    private static JObject WithoutSecrets(JObject settings)
    {
        var shown = new JObject();
        foreach (var field in settings.Properties())
            if (field.Name.EndsWith("_set", StringComparison.Ordinal))
                shown[field.Name] = field.Value;
            else
                shown[$"{field.Name}_set"] = true;

        return shown;
    }
}
