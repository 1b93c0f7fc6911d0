using Layercake.Engine.Declarations;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Environments.Reading;

/// <summary>Reads the entries of the setting <c>approve</c>. Whether their kinds exist is checked with the declarations.</summary>
internal static class ApprovalEntries
{
    public const string Code = "ENV016";

    /// <summary>The entries that are right.</summary>
    public static IReadOnlyList<ApprovalClass> Read(SettingValue value, ICollection<Finding> findings)
    {
        var classes = new List<ApprovalClass>();
        foreach (var entry in (JArray)value.Value)
        {
            var place = SourceLocation.Of(entry, value.File);
            var parts = entry is JValue { Value: string text } ? text.Split(':') : [];
            if (parts is not [{ Length: > 0 } action, { Length: > 0 } kind])
                findings.Add(
                    place.Finding(
                        Code,
                        $"approve: {entry.ToString(Newtonsoft.Json.Formatting.None)} must be ACTION:KIND, a text such as \"delete:*\" or "
                            + $"\"update:jobs\". {Allowed}"
                    )
                );
            else if (action != ApprovalClass.Any && !ApprovalClass.Actions.Contains(action))
                findings.Add(
                    place.Finding(
                        Code,
                        $"approve: \"{action}:{kind}\": there is no action {action}."
                            + $"{NameSuggestion.Suggest(action, ApprovalClass.Actions)} {Allowed}"
                    )
                );
            else
                classes.Add(new ApprovalClass(action, kind, place));
        }

        return classes;
    }

    private static string Allowed => $"Actions are {string.Join(", ", ApprovalClass.Actions)}, and * for any.";
}
