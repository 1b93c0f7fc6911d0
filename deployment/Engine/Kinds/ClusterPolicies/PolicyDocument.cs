using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Model;
using Newtonsoft.Json.Linq;
using Newtonsoft.Json;

namespace Layercake.Engine.Kinds.ClusterPolicies;

/// <summary>The rules of a policy: in Git an object or JSON in a text, here always an object, at the service always a text.</summary>
internal static class PolicyDocument
{
    public const string Family = "policy_family_id";

    /// <summary>Brings texts that hold an object to that object, in place. A text that holds none stays.</summary>
    /// <param name="file">Where it is declared; null for an answer of the service.</param>
    public static void Open(JObject policy, string? file)
    {
        foreach (var field in PolicyFields.Documents)
            if (policy[field] is JValue { Value: string text } value && Parse(text) is { } rules)
            {
                var place = SourceLocation.Of(value, file);
                policy[field] = file is null ? rules : Placed(rules, place);
            }
    }

    /// <summary>A copy with the rules as a text.</summary>
    public static JObject Written(JObject policy)
    {
        var written = (JObject)policy.DeepClone();
        foreach (var field in PolicyFields.Documents)
            if (written[field] is JObject rules)
                written[field] = Text(rules);

        return written;
    }

    /// <summary>Why a text holds no object; null when it does.</summary>
    public static string? Problem(string text)
    {
        try
        {
            JsonText.Parse(text);
            return null;
        }
        catch (JsonProblem problem)
        {
            return problem.Message;
        }
    }

    private static JObject? Parse(string text)
    {
        try
        {
            return JsonText.Parse(text);
        }
        catch (JsonProblem)
        {
            return null;
        }
    }

    /// <summary>All of it stands where the text does.</summary>
    private static JObject Placed(JObject rules, SourceLocation place)
    {
        // The lines within the text are none of the file.
        foreach (var token in rules.DescendantsAndSelf())
            SourceLocation.Move(token, place);

        return rules;
    }

    /// <summary>As people read it in the UI, which shows it as it was sent.</summary>
    private static string Text(JObject rules)
    {
        using var text = new StringWriter { NewLine = "\n" };
        using var writer = new JsonTextWriter(text) { Formatting = Formatting.Indented };
        rules.WriteTo(writer);
        return text.ToString();
    }
}
