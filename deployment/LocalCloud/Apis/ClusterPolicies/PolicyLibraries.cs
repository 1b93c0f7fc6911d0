using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.ClusterPolicies;

/// <summary>The libraries that a policy may install on clusters.</summary>
internal static class PolicyLibraries
{
    private static readonly string[] Types = ["jar", "egg", "whl", "requirements", "pypi", "maven", "cran"];

    public static bool IsKnown(JObject library) => Types.Any(library.ContainsKey);
}
