using System.Text.RegularExpressions;
using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Checks;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Memory;
using Newtonsoft.Json.Linq;
using static Layercake.Engine.Kinds.NotificationDestinations.NotificationDestinationSchema;

namespace Layercake.Engine.Kinds.NotificationDestinations;

/// <summary>Where jobs and alerts send their messages, declared one per file in <c>notification-destinations/</c>.</summary>
/// <remarks>
/// Of what the service never shows, states have <see cref="Set"/>. What is compared is the version in the vault that was sent last.
/// </remarks>
internal sealed partial class NotificationDestinationKind()
    : JsonKind("notification-destinations", "notification destination", "display_name")
{
    public override FieldRules Rules { get; } = new(Destination);

    /// <summary>Without settings that Git never had: no write removes them.</summary>
    public override JObject InShapeOf(JObject declared, JObject state, JObject? last = null)
    {
        var others = Others(declared, state, last).Select(field => field.Path).ToList();
        if (others.Count == 0)
            return state;

        var shaped = (JObject)state.DeepClone();
        foreach (var path in others)
            shaped.SelectToken(path)!.Parent!.Remove();

        return shaped;
    }

    public override IReadOnlyList<string> Kept(JObject declared, JObject state, ManifestEntry? last) =>
        [.. Others(declared, state, last?.Declared).Select(field => field.Path)];

    /// <summary>The service shows no secret, so there is a reference to the vault in the place of each.</summary>
    public override JObject ToDeclaration(LiveAsset live, ICollection<string> left)
    {
        var document = base.ToDeclaration(live, left);
        foreach (var field in Settings(document).Where(IsSet))
            field.Value = $"${{secret.{NotInVault().Replace($"{live.Name}-{field.Name}", "-")}}}";

        return document;
    }

    public override IEnumerable<string> ToDoAfterExport(JObject document)
    {
        var hidden = Settings(document)
            .Where(field => Rules.IsWriteOnly(field.Path))
            .Select(field => $"{field.Name} {field.Value}")
            .ToList();
        if (hidden.Count > 0)
            yield return $"the service does not show what is set, so the file has references in its place: {string.Join(", ", hidden)}. "
                + "Before it is deployed, put these into the vault (with the environment's secret_prefix, if it has one), or write the "
                + "names that they have there.";
    }

    protected override void Check(Declaration declaration, ICollection<Finding> findings) =>
        new NotificationDestinationCheck(new CheckReport(declaration, findings)).Check(declaration.Content);

    private static IEnumerable<JProperty> Others(JObject declared, JObject state, JObject? last) =>
        Settings(state)
            .Where(field =>
                IsSet(field) && declared.SelectToken(field.Parent!.Path) is JObject wanted && !wanted.ContainsKey(field.Name)
                && last?.SelectToken(field.Path) is null
            );

    private static bool IsSet(JProperty field) => field.Value is JValue { Value: Set };

    private static IEnumerable<JProperty> Settings(JObject document) =>
        document[Config] is not JObject config
            ? []
            : config.Properties().Select(type => type.Value).OfType<JObject>().SelectMany(settings => settings.Properties());

    [GeneratedRegex("[^0-9a-zA-Z]+")]
    private static partial Regex NotInVault();
}
