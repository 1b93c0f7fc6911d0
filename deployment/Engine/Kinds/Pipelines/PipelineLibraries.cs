using Layercake.Engine.Kinds.Checks;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.References;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Pipelines;

/// <summary>The sources of a pipeline: notebooks, files, all of a folder, and packages of before.</summary>
internal static class PipelineLibraries
{
    private static readonly string[] Sorts = ["notebook", "file", "glob", "jar", "maven", "whl"];

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
            if (Sorts.Where(library.Has).ToList() is not [_] and var sorts && library.Properties().All(field => Sorts.Contains(field.Name)))
                report.Error(
                    "PPL002",
                    library,
                    sorts.Count == 0
                        ? $"{library.Path} is empty. Write one of {string.Join(", ", Sorts)}."
                        : $"{library.Path} has {string.Join(" and ", sorts)}. Write each into an entry of its own."
                );

        foreach (var rule in ReferenceTable.Paths.Where(rule => rule.Kind == PipelineKind.Folder))
            foreach (var value in rule.In(pipeline).OfType<JValue>())
                if (value.Value is "")
                    report.Error("FLD009", value, $"{value.Path} is empty. Write a path, or remove the field.");
    }
}
