using Layercake.Engine.Kinds.Checks;
using Layercake.Engine.Kinds.Fields;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Pipelines;

/// <summary>The sources of a pipeline: notebooks, files, folders, and packages in the older form.</summary>
internal static class PipelineLibraries
{
    public static ObjectSchema Library() =>
        new ObjectSchema("a library")
            .Object("notebook", new ObjectSchema("a notebook").Text("path").Needs("path"))
            .Object("file", new ObjectSchema("a file").Text("path").Needs("path"))
            .Object("glob", new ObjectSchema("a glob").Text("include").Needs("include"))
            .Text("jar", "whl")
            .Object(
                "maven",
                new ObjectSchema("a Maven package").Text("coordinates", "repo").Texts("exclusions").Needs("coordinates")
            );

    /// <summary>Each library is one thing.</summary>
    public static void Check(JObject pipeline, CheckReport report)
    {
        foreach (var library in pipeline.Objects("libraries"))
            LibraryCheck.Check(library, Library(), report, "PPL002");
    }
}
