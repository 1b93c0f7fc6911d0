using System.Text;
using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Jobs;

/// <summary>What the service refuses in the settings of a job besides its tasks; the first thing wrong is the answer.</summary>
internal static class JobChecks
{
    private static readonly string[] GitProviders =
    [
        "github",
        "gitlab",
        "bitbucketcloud",
        "gitlabenterpriseedition",
        "bitbucketserver",
        "azuredevopsservices",
        "githubenterprise",
        "awscodecommit",
    ];

    private static readonly string[] Starters = ["schedule", "trigger", "continuous"];

    public static void Check(JObject settings)
    {
        Require(Encoding.UTF8.GetByteCount(settings.Text("name") ?? "") <= 4096, "The job name must not be longer than 4096 bytes.");
        Require((settings.Text("description") ?? "").Length <= 27_700, "The job description must not be longer than 27700 characters.");
        Require(settings.Object("tags") is not { Count: > 25 }, "A job can have at most 25 tags.");
        NumberRanges.CheckJob(settings);
        Require(Starters.Count(settings.ContainsKey) <= 1, "Only one of schedule, trigger and continuous can be specified.");
        if (settings.Object("schedule") is { } schedule)
            ScheduleChecks.Check(schedule);

        if (settings.Object("git_source") is { } git)
            Require(
                GitProviders.Contains(git.Text("git_provider"), StringComparer.OrdinalIgnoreCase),
                $"git_source.git_provider must be one of: {string.Join(',', GitProviders)}"
            );

        Require(settings.Objects("job_clusters").Count() <= 100, "A job can have at most 100 job clusters.");
    }

    /// <summary>The caller owns a new job; a list may name that owner again or another one, but only one.</summary>
    public static void AccessControl(JArray entries) =>
        Require(
            entries.OfType<JObject>().Count(entry => entry.Text("permission_level") == "IS_OWNER") <= 1,
            "The job must have exactly one owner."
        );

    public static void Require(bool holds, string otherwise)
    {
        if (!holds)
            throw ApiError.InvalidParameter(otherwise);
    }
}
