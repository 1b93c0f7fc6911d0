using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Objects;

/// <summary>The types of libraries: a library is an object with a field that says its type.</summary>
internal static class LibraryTypes
{
    /// <summary>Those whose value is the path of a file.</summary>
    public static IReadOnlyList<string> Files { get; } = ["jar", "egg", "whl", "requirements"];

    /// <summary>Those whose value is an object, and the field of it that must be there.</summary>
    public static IReadOnlyList<(string Type, string Field)> Packages { get; } =
    [
        ("pypi", "package"),
        ("maven", "coordinates"),
        ("cran", "package"),
    ];

    public static bool IsKnown(JObject library) =>
        Files.Any(library.ContainsKey) || Packages.Any(package => library.ContainsKey(package.Type));
}
