using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Kinds.References;
using Layercake.Engine.Memory;
using Layercake.Engine.Secrets;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Planning;

/// <summary>Decides what happens to one declared asset.</summary>
internal sealed class ChangePlanner(AssetKind kind, AssetNames names, ResolvedSecrets secrets)
{
    /// <param name="after">The assets that must be in place before this one.</param>
    /// <param name="recreated">Assets that this plan recreates, so that their ids change.</param>
    public (Change Change, ManifestEntry? Adoption) Plan(ObjectMatch match, IReadOnlyList<string> after, IReadOnlySet<string> recreated)
    {
        var (declaration, live, entry) = (match.Declaration, match.Live, match.Entry);
        var mask = new SecretMask(secrets, kind.Rules, declaration.Content, entry);
        var ids = secrets.IdsIn(declaration.Content);
        var state = live is null ? null : mask.Live(live.State, InShape);
        var change = new Change
        {
            Kind = kind.Name,
            Name = declaration.Name,
            Action = ChangeAction.None,
            Reason = "as declared",
            Id = match.Left?.Id ?? live?.Id,
            File = declaration.File,
            Declaration = JsonValues.Digest(declaration.Content),
            Fingerprint = state is null ? null : JsonValues.Digest(state),
            After = after,
            Secrets = [.. ids.Values.Distinct(StringComparer.Ordinal)],
        };

        if (match.Refusal is not null)
            return (Unknown(change, match), null);
        if (match.Left is { Adopted: false })
            return (
                change with
                {
                    Action = ChangeAction.Recreate,
                    Reason = $"changed in Git; it moves from {match.Left.Id} to {kind.PathOf(declaration)}",
                    Adopts = match.IsForeign,
                },
                null
            );
        if (live is null || state is null)
            return (change with { Action = ChangeAction.Create, Reason = Missing(match), Drift = match.Lost is not null }, null);

        var known = entry is not null;
        var wanted = Named(mask.Declared());
        var (holds, last) = (
            Dangling(Shaped(state)),
            entry is { Unread: false } ? new LastDeployed(Named(mask.LastDeclared()), Shaped(entry.Baseline)) : null
        );
        var moved = FieldDiff.Between(wanted, holds, last, kind.Rules);
        var (renamed, others) = Renewed(wanted, recreated);
        var fields = others.Count == 0 ? moved : FieldDiff.Between(renamed, holds, last, kind.Rules);
        var renewed = mask.Renewed();
        var adopts = match.IsForeign;
        if (fields.Count == 0)
            return (
                change with
                {
                    Adopts = adopts,
                    Reason = $"as declared{Before(match)}",
                },
                entry is not null && renewed.Count == 0 && IsRecorded(match, state)
                    ? null
                    : Entry(declaration, live, state, ids, entry?.Adopted ?? adopts)
            );

        return (
            change with
            {
                Action = fields.Any(field => field.RecreateBecause is not null) ? ChangeAction.Recreate : ChangeAction.Update,
                Reason =
                    string.Join(
                        ", and ",
                        (
                            (string?[])
                                [
                                    moved.Count == 0 && fields.Count > 0 && others.Count > 0 ? null
                                    : match is { IsUnfinished: true, Entry: null } || entry is { Unread: true }
                                        ? "an earlier deployment did not finish it"
                                    : Reason(
                                        moved,
                                        known,
                                        adopts,
                                        known && JToken.DeepEquals(entry!.Declared, declaration.Content),
                                        renewed
                                    ),
                                    others.Count == 0
                                        ? null
                                        : $"names {string.Join(", ", others)}, which {(others.Count == 1 ? "is" : "are")} recreated",
                                ]
                        ).OfType<string>()
                    ) + Before(match),
                Fields = fields,
                Adopts = adopts,
                Drift = last is not null && fields.Any(field => field.Drift),
            },
            null
        );

        JObject InShape(JObject document) => kind.InShapeOf(declaration.Content, document);

        JObject Shaped(JObject document) => Named(InShape(document));
    }

    /// <summary>Nobody knows whether it is there, so nothing is done about it: creating it might make a second one.</summary>
    private Change Unknown(Change change, ObjectMatch match)
    {
        var why =
            $"its {kind.Noun} {match.Lost!.Id} may not be looked at: {match.Refusal} Let the deploying identity see it, or give it "
            + $"up with --target=Forget --asset={change.Asset}";
        return change with { Id = match.Lost.Id, Reason = why, HeldBack = why, IsUnknown = true };
    }

    private string Missing(ObjectMatch match) =>
        match.Left is { } left ? $"not in the workspace at {kind.PathOf(match.Declaration)}; what was adopted at {left.Id} stays"
        : match.Lost is null ? "not in the workspace"
        : "deleted in the workspace since the last deployment";

    /// <summary>What an asset that was deployed before was called, or which object it was.</summary>
    private string Before(ObjectMatch match) =>
        match.Renamed is { } name ? $"; it was {name} before"
        : match is { IsForeign: true, Lost: { } lost }
            ? $"; the {kind.Noun} {lost.Id}, deployed before, is gone, and this one of the same name is another"
        : "";

    /// <summary>
    /// Whether the manifest knows all of an asset that is as declared. A deployment killed between a write and its record leaves that to
    /// the next.
    /// </summary>
    private bool IsRecorded(ObjectMatch match, JObject state) =>
        match is { Entry: { Unread: false } entry, Renamed: null, IsUnfinished: false }
        && JToken.DeepEquals(Named(entry.Declared), Named(match.Declaration.Content))
        && (kind is JsonKind || JToken.DeepEquals(entry.Baseline, state));

    /// <summary>What is remembered of an asset that already is as declared.</summary>
    private ManifestEntry Entry(
        Declaration declaration,
        LiveAsset live,
        JObject state,
        IReadOnlyDictionary<string, string> ids,
        bool adopted
    ) =>
        new()
        {
            Kind = kind.Name,
            Name = declaration.Name,
            File = declaration.File,
            Id = live.Id,
            Declared = Named(declaration.Content),
            Baseline = state,
            Secrets = ids,
            Adopted = adopted,
        };

    /// <summary>
    /// With every id replaced by the name it has in this workspace, so that both sides speak of the same thing and people can read it.
    /// </summary>
    private JObject Named(JObject document) => AssetReferences.Translate(kind.Name, document, names.NameOf);

    /// <summary>
    /// An id that the workspace has no more is marked as such. It is the same id as in the baseline, and yet it must be put right: what had
    /// it was deleted, and what has its name now has another.
    /// </summary>
    private JObject Dangling(JObject state) =>
        AssetReferences.Translate(
            kind.Name,
            state,
            reference =>
                names.Knows(reference.To, reference.Value) || !names.IsListed(reference.To) ? null : $"{reference.Value} (no longer there)"
        );

    /// <summary>The declaration with a mark on every name of an asset that gets another id in this plan, and those assets.</summary>
    private (JObject Wanted, IReadOnlyList<string> Assets) Renewed(JObject wanted, IReadOnlySet<string> recreated)
    {
        if (recreated.Count == 0)
            return (wanted, []);

        var assets = new SortedSet<string>(StringComparer.Ordinal);
        var marked = AssetReferences.Translate(
            kind.Name,
            wanted,
            reference =>
            {
                var asset = $"{reference.To}.{reference.Value}";
                if (!recreated.Contains(asset))
                    return null;

                assets.Add(asset);
                return $"{reference.Value} (with its new id)";
            }
        );
        return (marked, [.. assets]);
    }

    private static string Reason(
        IReadOnlyList<FieldChange> fields,
        bool known,
        bool adopts,
        bool isSameInGit,
        IReadOnlyList<string> renewed
    )
    {
        if (fields.FirstOrDefault(field => field.RecreateBecause is not null) is { } recreate)
            return $"{recreate.Path} changed, and {recreate.RecreateBecause}";

        if (!known)
            return adopts ? "in the workspace already, and different" : "different from the declaration";

        var git =
            renewed.Count == 0 ? "changed in Git"
            : isSameInGit ? Renewed(renewed)
            : $"changed in Git, and {Renewed(renewed)}";
        return (fields.Any(field => field.Drift), fields.Any(field => !field.Drift)) switch
        {
            (true, false) => "changed in the workspace since the last deployment",
            (true, true) => renewed.Count == 0 ? "changed in Git, and in the workspace" : $"{git}, and it was changed in the workspace",
            _ => git,
        };
    }

    private static string Renewed(IReadOnlyList<string> secrets) =>
        secrets.Count == 1 ? $"secret {secrets[0]} has a new version" : $"secrets {string.Join(", ", secrets)} have new versions";
}
