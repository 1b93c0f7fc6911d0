using Layercake.LocalCloud.Http;

namespace Layercake.LocalCloud.Apis.Jobs;

/// <summary>The versions of the Jobs API; all of them see the same jobs, each in its own shape.</summary>
internal enum JobsVersion
{
    V20,
    V21,
    V22,
}

internal static class JobsVersions
{
    private static readonly (JobsVersion Version, string Path)[] All =
    [
        (JobsVersion.V20, "/api/2.0/jobs"),
        (JobsVersion.V21, "/api/2.1/jobs"),
        (JobsVersion.V22, "/api/2.2/jobs"),
    ];

    /// <summary>Registers a call under every version; it is told which one was asked.</summary>
    public static void GetJobs(this RouteTable routes, string call, Func<JobsVersion, ApiRequest, ApiResponse> endpoint)
    {
        foreach (var (version, path) in All)
            routes.Get($"{path}/{call}", request => endpoint(version, request));
    }

    /// <inheritdoc cref="GetJobs"/>
    public static void PostJobs(this RouteTable routes, string call, Func<JobsVersion, ApiRequest, ApiResponse> endpoint)
    {
        foreach (var (version, path) in All)
            routes.Post($"{path}/{call}", request => endpoint(version, request));
    }
}
