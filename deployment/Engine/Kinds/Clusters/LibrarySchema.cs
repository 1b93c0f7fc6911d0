using Layercake.Engine.Kinds.Fields;

namespace Layercake.Engine.Kinds.Clusters;

/// <summary>A library of a cluster, of a task or of a policy: an object with one field that says its type.</summary>
internal static class LibrarySchema
{
    private static readonly ObjectSchema Package = new ObjectSchema("a package").Text("package", "repo").Needs("package");

    /// <summary>How the names of files end that can be installed.</summary>
    public static IReadOnlyList<string> Files { get; } = [".jar", ".egg", ".whl", ".txt"];

    public static ObjectSchema Library { get; } =
        new ObjectSchema("a library")
            .Text("jar", "egg", "whl", "requirements")
            .Object("pypi", Package)
            .Object("cran", Package)
            .Object("maven", new ObjectSchema("a Maven package").Text("coordinates", "repo").Texts("exclusions").Needs("coordinates"));
}
