using Layercake.Engine.Kinds.Checks;
using Layercake.Engine.Kinds.Clusters;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Kinds.References;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Pipelines;

/// <summary>The sources of a pipeline: notebooks, files, folders, and packages in the older form.</summary>
internal static class PipelineLibraries
{
    private const string All = "/**";

    public static ObjectSchema Library { get; } =
        new ObjectSchema("a library")
            .Object("notebook", Path("a notebook", "path"))
            .Object("file", Path("a file", "path"))
            .Object("glob", Path("a glob", "include"))
            .Text(LibraryFiles.OfPipelines)
            .Object("maven", LibrarySchema.Maven);

    /// <summary>Each library is one thing.</summary>
    public static void Check(JObject pipeline, CheckReport report)
    {
        foreach (var library in pipeline.Objects("libraries"))
        {
            LibraryCheck.Check(library, Library, report, "PPL002");
            if (library.Object("glob")?["include"] is JValue { Value: string { Length: > 0 } text } include && !JsonFields.IsOpen(text))
                CheckPattern(pipeline, include, text, report);
        }
    }

    /// <summary>A folder with all that is in it; what else the service would take of such a pattern is unconfirmed.</summary>
    private static void CheckPattern(JObject pipeline, JValue include, string text, CheckReport report)
    {
        const string Remedy = "Write a folder and /** after it, such as etl/**, or name each notebook and file in a library of its own.";
        var folder = text.EndsWith(All, StringComparison.Ordinal) ? text[..^All.Length] : text;
        if (text[0] == '/' && (folder.Length == 0 || folder.AsSpan().IndexOfAny("*?[") >= 0))
            report.Warning("PPL007", include, $"{include.Path} is {text}, which is no form that is known here. {Remedy}");
        else if (text[0] != '/' && !text.Contains(':', StringComparison.Ordinal) && PathForm.AllOf.NameIn(pipeline, include, text) is null)
            report.Error("PPL007", include, $"{include.Path} is {text}, which is no folder of notebooks/ with all that is in it. {Remedy}");
    }

    private static ObjectSchema Path(string noun, string field) => new ObjectSchema(noun).Text(field).Needs(field);
}
