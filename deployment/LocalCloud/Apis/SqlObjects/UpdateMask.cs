using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.SqlObjects;

/// <summary>Updates that name the fields they mean: what is named and not given is cleared, what is not named stays.</summary>
/// <remarks>A dot leads to a field inside a field. A list is named as a whole.</remarks>
internal static class UpdateMask
{
    /// <param name="mask">Names with commas between; <c>*</c> replaces everything.</param>
    /// <param name="kept">The fields that even <c>*</c> does not clear.</param>
    public static JObject Apply(JObject spec, JObject sent, string mask, string[] kept)
    {
        var changed = (JObject)spec.DeepClone();
        var names =
            mask == "*"
                ? spec.Properties().Select(field => field.Name).Except(kept).Union(sent.Properties().Select(field => field.Name)).ToArray()
                : mask.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        foreach (var name in names)
            Set(changed, name.Split('.'), sent);

        return changed;
    }

    private static void Set(JObject changed, ReadOnlySpan<string> steps, JToken? sent)
    {
        var value = (sent as JObject)?[steps[0]];
        if (steps.Length > 1)
        {
            if (changed[steps[0]] is null)
                changed[steps[0]] = new JObject();
            Set(
                changed[steps[0]] as JObject
                    ?? throw ApiError.InvalidParameter($"update_mask: {steps[0]} has no fields, so {steps[1]} is none of them."),
                steps[1..],
                value
            );
            return;
        }

        changed.Remove(steps[0]);
        if (value is not null)
            changed[steps[0]] = value;
    }
}
