using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Objects;

/// <summary>Short words for the rules that many kinds have.</summary>
internal static class CommonRules
{
    /// <exception cref="ApiError">400 INVALID_PARAMETER_VALUE unless it holds.</exception>
    public static void Require(bool holds, string message)
    {
        if (!holds)
            throw ApiError.InvalidParameter(message);
    }

    /// <summary>The text of a field that must be there.</summary>
    public static string Required(this JObject spec, string field) =>
        (string?)spec[field] is { Length: > 0 } text ? text : throw ApiError.InvalidParameter($"Missing required field: {field}");

    public static void RequireRange(this JObject spec, string field, long lowest, long highest)
    {
        if ((long?)spec[field] is { } number)
            Require(number >= lowest && number <= highest, $"{field} must be between {lowest} and {highest}, but is {number}.");
    }

    public static void RequireOneOf(this JObject spec, string field, params string[] values) =>
        RequireOneOf(spec, field, values, StringComparer.Ordinal);

    public static void RequireOneOfInAnyCase(this JObject spec, string field, params string[] values) =>
        RequireOneOf(spec, field, values, StringComparer.OrdinalIgnoreCase);

    private static void RequireOneOf(JObject spec, string field, string[] values, StringComparer comparer)
    {
        if ((string?)spec[field] is { } value)
            Require(values.Contains(value, comparer), $"{field} must be one of {string.Join(", ", values)}, but is {value}.");
    }
}
