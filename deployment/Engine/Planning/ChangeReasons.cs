using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Memory;
using Layercake.Secrecy;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Planning;

/// <summary>The reasons that a plan gives for its changes.</summary>
internal static class ChangeReasons
{
    /// <summary>Why the asset is created.</summary>
    public static string Create(AssetKind kind, ObjectMatch match) =>
        match.Earlier is { } earlier ? $"changed in Git; the one before stays at {earlier.Id} until a prune finds that nothing names it"
        : match.Left is { } left ? $"not in the workspace at {kind.PathOf(match.Declaration)}; what was adopted at {left.Id} stays"
        : (match.Lost is null ? "not in the workspace" : "deleted in the workspace since the last deployment") + Trashed(kind, match);

    /// <summary>Why a file is created at another path and deleted at its old one.</summary>
    public static string Move(AssetKind kind, ObjectMatch match) =>
        $"changed in Git; it moves from {match.Left!.Id} to {kind.PathOf(match.Declaration)}";

    /// <summary>Why nothing is done about an asset whose object may not be read.</summary>
    public static string Unreadable(AssetKind kind, ObjectMatch match) =>
        match.IsLeftToDeployer ? "whoever plans may not see it, so it is compared when the plan is applied"
        : $"{(kind.IsPart ? "it" : $"its {kind.Noun} {match.Lost!.Id}")} may not be looked at: {match.Refusal} Let the deploying identity "
            + $"see it, or {WithoutSeeing(kind, match)}";

    /// <summary>How a deployment goes on where the object is never seen. What is taken back has to be given up too.</summary>
    private static string WithoutSeeing(AssetKind kind, ObjectMatch match)
    {
        var declaration = match.Declaration;
        var forget = $"give it up with --target=Forget --asset={declaration.Asset}";
        if (kind is not PartKind part || declaration.IsWithdrawn)
            return forget;

        var remove = $"take {part.Field} out of {declaration.File}";
        return match.Last is { } last && WithdrawnParts.IsTakenBack(part, last) ? $"{remove} and {forget}" : remove;
    }

    public static string Unchanged(AssetKind kind, ObjectMatch match) => $"as declared{Earlier(kind, match)}";

    /// <summary>Why an object that is there is updated or recreated.</summary>
    public static string Different(AssetKind kind, ObjectMatch match, FieldComparison comparison)
    {
        var reasons = new List<string>();
        if (!comparison.IsOnlyNewIds)
            reasons.Add(
                match is { IsUnfinished: true, Entry: null } or { Entry.Unread: true, IsAdoption: false }
                || IsLeftOver(match)
                || (IsNotCarriedOut(kind, match) && comparison.Changed.All(field => field.Drift))
                    ? "an earlier deployment did not finish it"
                    : Reason(kind, match, comparison)
            );

        var recreated = comparison.RecreatedReferences;
        if (recreated.Count > 0)
            reasons.Add($"names {string.Join(", ", recreated)}, which {(recreated.Count == 1 ? "is" : "are")} recreated");

        return string.Join(", and ", reasons) + Earlier(kind, match);
    }

    /// <summary>An action that an earlier deployment announced and did not carry out: what differs by it is nobody's edit.</summary>
    public static bool IsNotCarriedOut(AssetKind kind, ObjectMatch match) => kind.RunsOnChange && match.IsUnfinished;

    /// <summary>Git has what the last deployment left, and entries of a part are there that one announced which was cut short.</summary>
    private static bool IsLeftOver(ObjectMatch match) =>
        match is { Entry: { } entry, Declaration.Content: var wanted }
        && match.Last != entry
        && JToken.DeepEquals(entry.Declared, wanted);

    private static string Reason(AssetKind kind, ObjectMatch match, FieldComparison comparison)
    {
        var fields = comparison.Changed;
        if (fields.FirstOrDefault(field => field.RecreateBecause is not null) is { } recreate)
            return $"{recreate.Path} changed, and {recreate.RecreateBecause}";

        if (match.Entry is not { Unread: false } entry)
            return match.IsAdoption ? "in the workspace already, and different" : "different from the declaration";

        var secrets = comparison.RenewedSecrets;
        var git =
            secrets.Count == 0 ? "changed in Git"
            : JToken.DeepEquals(entry.Declared, match.Declaration.Content) ? Renewed(secrets)
            : $"changed in Git, and {Renewed(secrets)}";
        var before = kind.InShapeOf(match.Declaration.Content, entry.Baseline);
        var isEdited = fields.Any(field => field.Drift) || comparison.Fields.Any(field => IsEdited(kind, before, field));
        return (isEdited, fields.Any(field => !field.Drift)) switch
        {
            (true, false) => kind.ChangedElsewhere,
            (true, true) => secrets.Count == 0 ? "changed in Git, and in the workspace" : $"{git}, and it was changed in the workspace",
            _ => git,
        };
    }

    /// <summary>Whether the workspace has another value than the last deployment left there, in a field that Git changed too.</summary>
    /// <param name="before">As the last deployment left the object, in the declaration's shape.</param>
    private static bool IsEdited(AssetKind kind, JObject before, FieldChange field) =>
        (field.OldIds ?? field.Old) is { } now
        && FieldPath.Find(before, field.Path, kind.Rules) is { } left
        && !JsonValues.Equal(left, now)
        && !now.ToString(Formatting.None).Contains(Redactor.Blank, StringComparison.Ordinal);

    private static string Trashed(AssetKind kind, ObjectMatch match) =>
        match.Trashed is { } trashed ? $"; the {kind.Noun} {trashed.Id} of that name is in the trash and can be restored in the UI" : "";

    private static string Renewed(IReadOnlyList<string> secrets) =>
        secrets.Count == 1 ? $"secret {secrets[0]} has a new version" : $"secrets {string.Join(", ", secrets)} have new versions";

    /// <summary>The earlier name of an asset that was deployed before, or that its earlier object is gone.</summary>
    private static string Earlier(AssetKind kind, ObjectMatch match) =>
        (match.MovedFrom(kind) ?? match.Renamed) is { } name ? $"; it was {name} before"
        : match is { IsForeign: true, Lost: { } lost }
            ? $"; the {kind.Noun} {lost.Id}, deployed before, is gone, and this one of the same name is another"
        : "";
}
