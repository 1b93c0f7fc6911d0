using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Model;

/// <summary>The tool that deploys a job or a pipeline, as its settings say.</summary>
internal static class OtherTool
{
    /// <returns>As a sentence names it; null when they name none.</returns>
    public static string? Of(JObject settings) =>
        (string?)settings.SelectToken("deployment.kind") switch
        {
            "BUNDLE" => "a Databricks Asset Bundle",
            { Length: > 0 } tool => $"another tool ({tool})",
            _ => null,
        };
}
