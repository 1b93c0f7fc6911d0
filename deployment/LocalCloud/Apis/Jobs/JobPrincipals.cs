using Layercake.LocalCloud.Apis.Permissions;
using Layercake.LocalCloud.Apis.Scim;
using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Jobs;

/// <summary>The principals that a job names: whom it runs as, and who may do what with it. They must be known.</summary>
internal sealed class JobPrincipals(ScimPeople people, ScimGroups groups)
{
    private static readonly PermissionType Jobs = PermissionType.Of("jobs");

    /// <exception cref="ApiError">400.</exception>
    public void Check(JObject settings, JArray? accessControl)
    {
        foreach (var entry in accessControl ?? [])
            Grant.Read(entry, Jobs, people, groups);
        if (settings.Object("run_as") is { } runAs)
            foreach (var (field, name) in Grant.Principals(runAs))
                Grant.RequireKnown(field, name, people, groups);
    }
}
