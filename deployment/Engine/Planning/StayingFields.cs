using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Memory;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Planning;

/// <summary>What somebody changed in the workspace, Git does not declare, and no write takes back.</summary>
internal static class StayingFields
{
    /// <summary>
    /// The entry with the values from before that change: the record of another write must not make the change the usual one, since no
    /// plan would tell of it any more.
    /// </summary>
    /// <param name="before">What the manifest had of the object until now.</param>
    public static ManifestEntry Recorded(ManifestEntry entry, ManifestEntry? before, IReadOnlyList<FieldChange> stays, FieldRules rules)
    {
        if (before is null || stays.Count == 0)
            return entry;

        var baseline = (JObject)entry.Baseline.DeepClone();
        foreach (var path in stays.Select(field => field.Path))
            if (FieldPath.Find(before.Baseline, path, rules) is { } value)
                FieldPath.Set(baseline, path, value, rules);
            else
                FieldPath.Remove(baseline, path, rules);

        // An etag would say that nobody has touched the object, so that it is not compared.
        return entry with { Baseline = baseline, Etag = null };
    }

    /// <summary>A plan does not say that these fields are changed, since they stay; one that makes the object anew loses them.</summary>
    public static IEnumerable<Finding> Findings(Declaration declaration, AssetKind kind, PlannedChange planned) =>
        planned
            .Stays.Select(field => Told(field, field.KeptBecause!))
            .Concat(planned.Lost.Select(field => Told(field, $"it is lost with the {kind.Noun} that is recreated")))
            .Select(told =>
                declaration.At(
                    FieldPath.Nearest(declaration.Content, told.Path, kind.Rules),
                    "FLD008",
                    $"{told.Path} was changed in the workspace and is not declared, and {told.Why}. Declare the value that it is to have.",
                    Severity.Warning
                )
            );

    private static (string Path, string Why) Told(FieldChange field, string why) => (field.Path, why);
}
