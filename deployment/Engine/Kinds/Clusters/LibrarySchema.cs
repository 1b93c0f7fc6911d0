using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;

namespace Layercake.Engine.Kinds.Clusters;

/// <summary>A library of a cluster, of a task or of a policy: an object with one field that says its type.</summary>
internal static class LibrarySchema
{
    private static readonly ObjectSchema Package = new ObjectSchema("a package").Text("package", "repo").Needs("package");

    /// <summary>Of pipelines too.</summary>
    public static ObjectSchema Maven { get; } =
        new ObjectSchema("a Maven package").Text("coordinates", "repo").Texts("exclusions").Needs("coordinates");

    public static ObjectSchema Library { get; } =
        new ObjectSchema("a library").Text(LibraryFiles.Types).Object("pypi", Package).Object("cran", Package).Object("maven", Maven);
}
