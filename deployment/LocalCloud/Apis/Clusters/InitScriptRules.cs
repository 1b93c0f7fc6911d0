using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Clusters;

/// <summary>What the service refuses in the init scripts of a cluster.</summary>
internal static class InitScriptRules
{
    private const int Most = 10;

    /// <summary>Places that are paths of the workspace; others are addresses.</summary>
    private static readonly string[] Paths = ["workspace", "volumes"];

    /// <exception cref="ApiError">400 for the first rule that is broken.</exception>
    public static void Check(JObject spec)
    {
        var scripts = spec.Objects("init_scripts").ToList();
        if (scripts.Exists(script => script.ContainsKey("dbfs")))
            throw ClusterErrors.Of(
                "FEATURE_DISABLED",
                "Init scripts cannot be loaded from DBFS. Review the init script documentation for more details on configuring "
                    + "init scripts."
            );
        if (scripts.Count > Most)
            throw ClusterErrors.Invalid($"A cluster has at most {Most} init scripts, but {scripts.Count} were given.");

        foreach (var script in scripts)
            Check(script.Properties().ToList());
    }

    private static void Check(IReadOnlyList<JProperty> places)
    {
        if (places is not [{ Value: JObject place } named])
            throw ClusterErrors.Invalid($"An init script must have exactly one destination, but has {places.Count}.");

        var destination = place.Text("destination") ?? "";
        if (destination.Length == 0)
            throw ClusterErrors.Invalid($"Missing required field: init_scripts.{named.Name}.destination");
        if (Paths.Contains(named.Name) && !destination.StartsWith('/'))
            throw ClusterErrors.Invalid($"The destination of an init script must be an absolute path, but is {destination}.");
    }
}
