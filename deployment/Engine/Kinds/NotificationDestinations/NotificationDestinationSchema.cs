using Layercake.Engine.Kinds.Fields;

namespace Layercake.Engine.Kinds.NotificationDestinations;

/// <summary>The fields of a notification destination, as of autumn 2026.</summary>
internal static class NotificationDestinationSchema
{
    public const string Config = "config";

    /// <summary>In a state, in the place of a value: the service has one.</summary>
    public const string Set = "set";

    private const string Kept = "a change of the destination keeps what it leaves out";
    private const string Fixed = "the service refuses to change the type of a destination";

    /// <summary>The types, with what each cannot do without: one of these sets of fields.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string[]>> Types { get; } =
        new Dictionary<string, IReadOnlyList<string[]>>(StringComparer.Ordinal)
        {
            ["email"] = [["addresses"]],
            ["slack"] = [["url"], ["oauth_token", "channel_id"]],
            ["microsoft_teams"] = [["url"], ["app_id", "auth_secret", "channel_url", "tenant_id"]],
            ["pagerduty"] = [["integration_key"]],
            ["generic_webhook"] = [["url"]],
        };

    /// <summary>Who knows one of these can send in the destination's place.</summary>
    public static IReadOnlySet<string> SecretFields { get; } =
        new HashSet<string>(StringComparer.Ordinal) { "url", "oauth_token", "auth_secret", "integration_key", "password" };

    public static ObjectSchema Destination { get; } =
        new ObjectSchema("a notification destination")
            .Text("display_name")
            .Exact()
            .Object(Config, ConfigOf())
            .Needs(Config)
            .ReadOnly("id", "destination_type");

    private static ObjectSchema ConfigOf() =>
        new ObjectSchema("a config")
            .Object("email", new ObjectSchema("an email destination").Texts("addresses").Unordered().Exact())
            .RecreateAsWhole(Fixed)
            .Object("slack", Hidden("a Slack destination", "url", "oauth_token", "channel_id"))
            .RecreateAsWhole(Fixed)
            .Object("microsoft_teams", Hidden("a Teams destination", "url", "app_id", "auth_secret", "channel_url", "tenant_id"))
            .RecreateAsWhole(Fixed)
            .Object("pagerduty", Hidden("a PagerDuty destination", "integration_key"))
            .RecreateAsWhole(Fixed)
            .Object("generic_webhook", Hidden("a webhook destination", "url", "username", "password"))
            .RecreateAsWhole(Fixed);

    /// <summary>The service says of each only whether it is set.</summary>
    private static ObjectSchema Hidden(string noun, params string[] fields) =>
        new ObjectSchema(noun).Text(fields).WriteOnly(Set).CannotBeRemoved(Kept);
}
