using System.Text.RegularExpressions;
using Layercake.Secrecy;

namespace Layercake.Rest;

/// <summary>
/// Cuts a foreign message behind a setting that is secret by its name or its place: what follows may be its value in the workspace, which
/// nobody could register. The rule of a cluster policy is told with the value that it wants.
/// </summary>
internal static partial class EchoedSecrets
{
    public static string CutFrom(string message, SecretPlaces places)
    {
        foreach (Match match in DottedName().Matches(message))
        {
            var steps = match.Value.Split('.');
            for (var at = 1; at < steps.Length; at++)
                if (IsSecret(steps[at - 1], string.Join('.', steps[at..]), places))
                    return $"{message[..(match.Index + match.Length)]}: {Redactor.Blank}";
        }

        return message;
    }

    private static bool IsSecret(string above, string field, SecretPlaces places) =>
        SecretFieldNames.AreSecret(field) || places.Hold(above, field);

    [GeneratedRegex(@"[A-Za-z_][\w-]*(\.[\w-]+)+")]
    private static partial Regex DottedName();
}
