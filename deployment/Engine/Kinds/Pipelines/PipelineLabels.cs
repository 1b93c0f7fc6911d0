using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Checks;
using Layercake.Engine.Kinds.Model;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Pipelines;

/// <summary>The labels by which the clusters of a pipeline are told apart. One without a label is the default one.</summary>
internal static class PipelineLabels
{
    private const string List = "clusters";
    private const string Label = "label";
    private const string Default = "default";

    public static IReadOnlyList<string> All { get; } = [Default, "maintenance", "updates"];

    /// <summary>The clusters, with the paths that their labels give them.</summary>
    public static IEnumerable<HeldCluster> Clusters(JObject pipeline) =>
        pipeline.Objects(List).Select(cluster => new HeldCluster($"{List}[{cluster.Text(Label)}]", cluster));

    /// <summary>Writes the label of the default cluster where it is left out, in place.</summary>
    /// <param name="file">Where it is declared; null for an answer of the service.</param>
    public static void Fill(JObject pipeline, string? file = null)
    {
        foreach (var cluster in pipeline.Objects(List).Where(cluster => !cluster.Has(Label)))
            cluster[Label] = SourceLocation.Move(new JValue(Default), SourceLocation.Of(cluster, file));
    }

    /// <summary>Leaves it out of an exported document where the file before does so, in place.</summary>
    /// <param name="before">The settings in the file as they are written.</param>
    public static void LeaveOut(JObject document, JObject before)
    {
        if (before.Objects(List).All(cluster => cluster.Has(Label)))
            return;

        foreach (var cluster in document.Objects(List).Where(cluster => cluster.Text(Label) == Default))
            cluster.Remove(Label);
    }
}
