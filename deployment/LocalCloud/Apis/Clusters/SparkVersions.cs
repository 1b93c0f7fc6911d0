using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Clusters;

/// <summary>The runtimes with long-term support; other keys are accepted as well, since the service adds some every month.</summary>
internal static class SparkVersions
{
    private static readonly (string Runtime, string Spark, string Scala)[] runtimes =
    [
        ("17.3", "4.0.0", "2.13"),
        ("16.4", "3.5.2", "2.12"),
        ("15.4", "3.5.0", "2.12"),
        ("14.3", "3.5.0", "2.12"),
    ];

    public static JObject ToJson() => new() { ["versions"] = new JArray(runtimes.SelectMany(Variants)) };

    private static IEnumerable<JObject> Variants((string Runtime, string Spark, string Scala) of)
    {
        foreach (var (infix, words) in new[] { ("", ""), ("-cpu-ml", " ML"), ("-gpu-ml", " ML, GPU"), ("-photon", " Photon") })
            yield return new JObject
            {
                ["key"] = $"{of.Runtime}.x{infix}-scala{of.Scala}",
                ["name"] = $"{of.Runtime} LTS{words} (includes Apache Spark {of.Spark}, Scala {of.Scala})",
            };
    }
}
