using Layercake.Engine.Kinds.Checks;
using Layercake.Engine.Kinds.Model;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Pipelines;

/// <summary>Checks a pipeline. An error means that the service would certainly refuse it.</summary>
internal sealed class PipelineCheck(CheckReport report)
{
    private const int MostTags = 25;

    public void Check(JObject pipeline)
    {
        Target(pipeline);
        PipelineLibraries.Check(pipeline, report);
        Clusters(pipeline);
        if (pipeline.Object("tags") is { Count: > MostTags } tags)
            report.Error("PPL004", tags, $"tags has {tags.Count} tags; the service takes {MostTags}. Remove some.");
        if (pipeline.Object(RunAs.Field) is { } identity && identity.Has("user_name") && identity.Has("service_principal_name"))
            report.Error(
                "PPL004",
                identity,
                "run_as names a user and a service principal, and a pipeline runs as one of them. Keep one."
            );
    }

    private void Target(JObject pipeline)
    {
        if (pipeline.Has("target") && pipeline.Has("schema"))
            report.Error("PPL001", pipeline["target"]!, "target stands beside schema, and the service takes one of them. Remove target.");
        if (pipeline.Has("catalog") && pipeline.Has(PipelineSchema.Storage))
            report.Error(
                "PPL001",
                pipeline[PipelineSchema.Storage]!,
                "storage stands beside catalog, and tables of a catalog have their own storage. Remove storage."
            );
        if (pipeline.Text("target") is { } target && !JsonFields.IsOpen(target) && target.Contains('.', StringComparison.Ordinal))
            report.Error(
                "PPL001",
                pipeline["target"]!,
                $"target is {target}, and the service takes no dot in it. Write the catalog into catalog, and the schema into schema."
            );
    }

    private void Clusters(JObject pipeline)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var cluster in pipeline.Objects("clusters"))
        {
            if (cluster.Text("label") is not { } label)
                continue;
            if (!seen.Add(label))
                report.Error("PPL003", cluster, $"{cluster.Path} is a second cluster of the label {label}. Keep one.");
            else if (!PipelineLabels.All.Contains(label) && !JsonFields.IsOpen(label))
                report.Warning(
                    "PPL003",
                    cluster["label"]!,
                    $"{cluster.Path}.label is {label}, which is not known here. It is one of {string.Join(", ", PipelineLabels.All)}."
                );
        }

        if (pipeline.IsTrue("serverless") && seen.Count > 0)
            report.Warning(
                "PPL003",
                pipeline["clusters"]!,
                "clusters stands beside serverless, and a serverless pipeline has none. Remove clusters."
            );
    }
}
