using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Checks;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Pipelines;

/// <summary>The labels by which the clusters of a pipeline are told apart. One without a label is the default one.</summary>
internal static class PipelineLabels
{
    private const string Clusters = "clusters";
    private const string Label = "label";
    private const string Default = "default";

    public static IReadOnlyList<string> All { get; } = [Default, "maintenance", "updates"];

    /// <summary>Writes the label of the default cluster where it is left out, in place.</summary>
    /// <param name="file">Where it is declared; null for an answer of the service.</param>
    public static void Fill(JObject pipeline, string? file = null)
    {
        foreach (var cluster in pipeline.Objects(Clusters).Where(cluster => !cluster.Has(Label)))
            cluster[Label] = SourceLocation.Move(new JValue(Default), SourceLocation.Of(cluster, file));
    }

    /// <summary>Leaves it out of an exported document where the file before does so, in place.</summary>
    /// <param name="before">The settings in the file as they are written.</param>
    public static void LeaveOut(JObject document, JObject before)
    {
        if (before.Objects(Clusters).All(cluster => cluster.Has(Label)))
            return;

        foreach (var cluster in document.Objects(Clusters).Where(cluster => cluster.Text(Label) == Default))
            cluster.Remove(Label);
    }
}
