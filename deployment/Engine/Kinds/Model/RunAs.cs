using Layercake.Engine.Kinds.Fields;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Model;

/// <summary>Whom a job, a pipeline or an alert runs as: <c>run_as</c> as it is written, and one name as it is read.</summary>
internal static class RunAs
{
    public const string Field = "run_as";

    /// <summary>What an answer has beside the settings.</summary>
    public const string ReadField = "run_as_user_name";

    private const string User = "user_name";
    private const string Principal = "service_principal_name";

    public static ObjectSchema Schema { get; } = new ObjectSchema("a run_as").Text(User, Principal);

    /// <summary>As it is written, from what an answer says; null where it says nothing.</summary>
    public static JObject? ReadFrom(JObject answer) =>
        answer[ReadField] is JValue { Value: string { Length: > 0 } name }
            ? new JObject { [Guid.TryParse(name, out _) ? Principal : User] = name }
            : null;

    /// <summary>Removes it where whoever deploys the settings elsewhere would take the place of one of these.</summary>
    public static void LeaveOut(JObject settings, params string?[] own)
    {
        if (settings[Field] is JObject identity && identity.Properties().All(field => own.Contains((string?)field.Value)))
            settings.Remove(Field);
    }
}
