using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.SqlObjects;

/// <summary>Updates that name the fields they mean: what is named and not given is cleared, what is not named stays.</summary>
internal static class UpdateMask
{
    /// <param name="mask">Names with commas between; <c>*</c> replaces everything.</param>
    /// <param name="kept">The fields that even <c>*</c> does not clear.</param>
    public static JObject Apply(JObject spec, JObject sent, string mask, string[] kept)
    {
        var changed = new JObject(spec);
        var names =
            mask == "*"
                ? spec.Properties().Select(field => field.Name).Except(kept).Union(sent.Properties().Select(field => field.Name)).ToArray()
                : mask.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        foreach (var name in names)
        {
            if (name.Contains('.', StringComparison.Ordinal))
                throw ApiError.InvalidParameter($"update_mask: {name} is not a field of the object.");

            changed.Remove(name);
            if (sent[name] is { } value)
                changed[name] = value;
        }

        return changed;
    }
}
