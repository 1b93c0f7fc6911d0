using Layercake.Engine.Declarations;
using Layercake.Engine.Memory;
using Layercake.Engine.Planning;
using Layercake.Rest;

namespace Layercake.Engine.Pruning;

/// <summary>Warns of objects that a plan adopts and that another deployment has in its record.</summary>
internal static class SharedObjects
{
    /// <summary>Of a list in a sentence.</summary>
    private const int MostNamed = 5;

    /// <summary>One finding for each such deployment. Asks for other records only where something is adopted.</summary>
    public static async Task<PlannedDeployment> NotedAsync(PlannedDeployment planned, OtherDeployments others, CancellationToken ct)
    {
        var adopted = planned.Plan.Adoptions.Where(change => change.Id is not null).ToList();
        if (adopted.Count == 0 || await RecordedAsync(others, ct) is not { } recorded)
            return planned;

        var shared = adopted
            .GroupBy(change => recorded.GetValueOrDefault((change.Kind, change.Id!)))
            .Where(group => group.Key is not null)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => Warning(group.Key!, [.. group.Select(change => change.Asset)]));
        return planned with { Findings = Findings.InOrder([.. planned.Findings, .. shared]) };
    }

    /// <summary>Null where a record cannot be read, which is no reason to deploy nothing.</summary>
    private static async Task<IReadOnlyDictionary<(string, string), string>?> RecordedAsync(OtherDeployments others, CancellationToken ct)
    {
        try
        {
            return (await others.ReadAsync(ct)).Recorded;
        }
        catch (Exception e) when (e is ManifestException or WorkspaceApiException { IsUnreachable: false })
        {
            return null;
        }
    }

    private static Finding Warning(string deployment, IReadOnlyList<string> assets) =>
        new()
        {
            Severity = Severity.Warning,
            Code = "MAN004",
            Message =
                $"The deployment {deployment} has {(assets.Count == 1 ? "an object" : $"{assets.Count} objects")} in its record that this "
                + $"one adopts, and each of the two would undo what the other deploys: {NameList.Of(assets, MostNamed)}. Set "
                + "deployment_name to that of the other if it is the same deployment, have it give them up with --target=Forget, or "
                + "rename them here.",
        };
}
