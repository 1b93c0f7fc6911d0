using Layercake.LocalCloud.Apis.Objects;
using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Libraries;

/// <summary>What a library is made of. The words of the refusals are unconfirmed.</summary>
internal static class LibraryRules
{
    /// <summary>The libraries that a request names.</summary>
    /// <exception cref="ApiError">400.</exception>
    public static IReadOnlyList<JObject> Read(ApiRequest request)
    {
        if (request.Parameters["libraries"] is not JArray { Count: > 0 } sent)
            throw ApiError.InvalidParameter("Missing required field: libraries");

        return [.. sent.Select(entry => Read(entry as JObject ?? throw ApiError.Malformed("A library must be an object.")))];
    }

    private static JObject Read(JObject library)
    {
        CommonRules.Require(LibraryTypes.IsKnown(library), "Unknown library");
        CommonRules.Require(library.Count == 1, "A library has exactly one type.");
        foreach (var type in LibraryTypes.Files.Where(library.ContainsKey))
            library.Required(type);
        foreach (var (type, field) in LibraryTypes.Packages.Where(package => library.ContainsKey(package.Type)))
            (library[type] as JObject ?? throw ApiError.Malformed($"{type} must be an object.")).Required(field);

        return library;
    }
}
