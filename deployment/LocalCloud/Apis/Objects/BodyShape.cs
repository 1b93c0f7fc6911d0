using System.Globalization;
using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Objects;

/// <summary>
/// Which fields of a body have which JSON type; <c>"3"</c> is a number too, and fields that are not named are taken as they are sent.
/// </summary>
internal sealed record BodyShape
{
    public string[] Texts { get; init; } = [];

    public string[] Numbers { get; init; } = [];

    public string[] Flags { get; init; } = [];

    public string[] Objects { get; init; } = [];

    /// <summary>Objects of texts, whose keys the user chooses.</summary>
    public string[] Maps { get; init; } = [];

    public string[] Lists { get; init; } = [];

    public string[] ObjectLists { get; init; } = [];

    /// <summary>What is no part of the specification: ids, and what scripts send back because they have read it.</summary>
    public string[] ReadOnly { get; init; } = [];

    /// <summary>The body without nulls, each field in its type.</summary>
    /// <exception cref="ApiError">400 when a field cannot be of its type.</exception>
    public JObject Read(ApiRequest request)
    {
        var sent = new JObject(request.Parameters);
        foreach (var (name, _) in request.Query)
            sent.Remove(name);

        return Read(sent);
    }

    /// <inheritdoc cref="Read(ApiRequest)"/>
    public JObject Read(JObject sent)
    {
        var spec = sent.WithoutNulls();
        foreach (var name in ReadOnly)
            spec.Remove(name);

        Apply(spec);
        return spec;
    }

    /// <summary>Brings each field to its type in place.</summary>
    /// <param name="spec">Without nulls.</param>
    /// <exception cref="ApiError">400 when a field cannot be of its type.</exception>
    public void Apply(JObject spec)
    {
        Each(Texts, value => value is JValue scalar ? Written(scalar) : null, "a string");
        Each(Numbers, value => Number(value) is { } number ? (JToken)number : null, "an integer");
        Each(Flags, value => bool.TryParse(Written(value), out var flag) ? flag : null, "a boolean");
        Each(Objects, value => value as JObject, "an object");
        Each(Maps, value => value is JObject map && map.PropertyValues().All(inner => inner is JValue) ? map : null, "a map of strings");
        Each(Lists, value => value as JArray, "an array");
        Each(ObjectLists, value => value is JArray list && list.All(entry => entry is JObject) ? list : null, "an array of objects");

        void Each(string[] names, Func<JToken, JToken?> read, string expected)
        {
            foreach (var name in names)
                if (spec[name] is { } value)
                    spec[name] = read(value) ?? throw ApiError.Malformed($"Could not parse request object: {name} must be {expected}");
        }
    }

    private static long? Number(JToken value) =>
        long.TryParse(Written(value), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? Written(JToken value) => (value as JValue)?.ToString(CultureInfo.InvariantCulture);
}
