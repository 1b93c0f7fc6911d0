using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Loading;
using Layercake.Engine.Memory;
using Layercake.Engine.Secrets;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Planning;

/// <summary>Decides what happens to one declared asset.</summary>
/// <param name="filled">What policies fill in, by asset.</param>
internal sealed class ChangePlanner(RemoteKind remote, AssetNames names, ResolvedSecrets secrets, ILookup<string, FilledValue> filled)
{
    private readonly AssetKind kind = remote.Kind;

    private readonly NamedDocuments documents = new(remote.Name, names);

    /// <param name="after">The assets that must be in place before this one.</param>
    /// <param name="recreated">Assets that this plan recreates, so that their ids change.</param>
    public PlannedChange Plan(ObjectMatch match, IReadOnlyList<string> after, IReadOnlySet<string> recreated)
    {
        var (declaration, live) = (match.Declaration, match.Live);
        var mask = new SecretMask(secrets, kind.Rules, declaration.Content, match.Last);
        var state =
            live is null ? null
            : IsUntouched(match) ? mask.Baseline(document => InShape(match, document))
            : mask.Live(live.State, document => InShape(match, document));
        var change = BaseChange(match, state, after);

        if (match.Refusal is not null)
            return new PlannedChange(Unreadable(change, match));
        if (match.Left is { Adopted: false })
            return new PlannedChange(Moved(change, match));
        if (live is null || state is null)
            return new PlannedChange(Created(change, match));

        var comparison = Compare(match, state, mask, recreated);
        if (comparison.Fields.Count > 0)
            return new PlannedChange(Different(change, match, comparison)) { Stays = comparison.Stays, Lost = comparison.Lost };

        var entry = StayingFields.Recorded(Entry(match, live, state), match.Last, comparison.Stays, kind.Rules);
        var isRecorded = comparison.RenewedSecrets.Count == 0 && IsRecorded(match, entry);
        return new PlannedChange(change with { Adopts = match.IsAdoption }, isRecorded ? null : entry)
        {
            Stays = comparison.Stays,
        };
    }

    private static bool IsUntouched(ObjectMatch match) => !match.IsUnfinished && ObjectEdits.IsUntouched(match.Entry, match.Live);

    private Change BaseChange(ObjectMatch match, JObject? state, IReadOnlyList<string> after) =>
        new()
        {
            Kind = kind.Name,
            Name = match.Declaration.Name,
            Action = ChangeAction.None,
            Reason = ChangeReasons.Unchanged(kind, match),
            Id = match.Left?.Id ?? match.Live?.Id,
            File = match.Declaration.File,
            MovedFrom = match.MovedFrom(kind),
            Declaration = JsonValues.Digest(match.Declaration.Content),
            Fingerprint = state is null ? null : JsonValues.Digest(state),
            After = after,
            Kept = state is null ? [] : kind.Kept(match.Declaration.Content, state, match.Last),
            KeepsWithdrawn = KeepsWithdrawn(match),
            Uncompared = state is null ? [] : secrets.UnknownIn(match.Declaration.Content),
            Secrets = [.. secrets.IdsIn(match.Declaration.Content).Values.Distinct(StringComparer.Ordinal)],
        };

    /// <summary>
    /// Whether the object is there is not known, so nothing is done about it: a creation might make a second one.
    /// </summary>
    private Change Unreadable(Change change, ObjectMatch match)
    {
        var reason = ChangeReasons.Unreadable(kind, match);
        return change with
        {
            Id = match.Lost!.Id,
            Reason = reason,
            HeldBack = reason,
            IsUnknown = true,
            IsUnseen = match.IsLeftToDeployer,
        };
    }

    private Change Moved(Change change, ObjectMatch match) =>
        change with
        {
            Action = ChangeAction.Recreate,
            Reason = ChangeReasons.Move(kind, match),
            Adopts = match.IsForeign,
        };

    private Change Created(Change change, ObjectMatch match) =>
        change with
        {
            Action = ChangeAction.Create,
            Reason = ChangeReasons.Create(kind, match),
            Drift = match.Lost is not null,
        };

    private Change Different(Change change, ObjectMatch match, FieldComparison comparison)
    {
        IReadOnlyList<FieldChange> fields = ChangeReasons.IsNotCarriedOut(kind, match)
            ? [.. comparison.Shown.Select(field => field with { Drift = false })]
            : comparison.Shown;
        return change with
        {
            Action = comparison.IsRecreation ? ChangeAction.Recreate : ChangeAction.Update,
            Reason = ChangeReasons.Different(kind, match, comparison),
            Fields = fields,
            Notes = [.. kind.Notes(fields), .. fields.Select(SentInstead).OfType<string>()],
            Adopts = match.IsAdoption,
            Drift = fields.Any(field => field.Drift),
        };
    }

    /// <summary>What is sent for a field that Git does not have: the plan shows it as not set.</summary>
    private string? SentInstead(FieldChange field) =>
        field.New is null
        && kind.Rules.At(FieldPath.Pattern(field.Path)).Field?.Removal
            is { Sent: JValue { Value: not (null or "") } sent } removal
            ? $"{field.Path} is sent as {sent.ToString(Formatting.None)}, since {removal.Because}"
            : null;

    private FieldComparison Compare(ObjectMatch match, JObject state, SecretMask mask, IReadOnlySet<string> recreated)
    {
        var wanted = documents.Named(mask.Declared());
        var held = documents.WithMissingIdsMarked(Shaped(state));
        var last = match.Last is { Unread: false }
            ? new LastDeployed(documents.Named(mask.LastDeclared()), Shaped(mask.Baseline(document => InShape(match, document))))
            : null;
        if (kind is IHoldsClusters clusters)
            wanted = FilledValue.Completed(
                clusters,
                wanted,
                Shaped(match.Live!.State),
                held,
                last?.Declared,
                [.. filled[match.Declaration.Asset]]
            );
        var (stays, changed) = Divided(FieldDiff.Between(wanted, held, last, kind.Rules));
        var (marked, references) = documents.WithNewIdsMarked(wanted, recreated);
        var all = references.Count == 0 ? changed : Divided(FieldDiff.Between(marked, held, last, kind.Rules)).Changed;
        return new FieldComparison(
            changed,
            WithIds(all, InShape(match, state)),
            references,
            mask.Renewed()
        )
        {
            Unreachable = stays,
        };

        JObject Shaped(JObject document) => documents.OfWorkspace(InShape(match, document));
    }

    /// <param name="held">The object as it was listed, in the declaration's shape.</param>
    private IReadOnlyList<FieldChange> WithIds(IReadOnlyList<FieldChange> changes, JObject held) =>
        [
            .. changes.Select(change =>
                change.Old is not null
                && FieldPath.Find(held, change.Path, kind.Rules) is { } ids
                && !JsonValues.Equal(ids, change.Old)
                    ? change with { OldIds = ids }
                    : change
            ),
        ];

    private JObject InShape(ObjectMatch match, JObject document) =>
        kind.InShapeOf(match.Declaration.Content, document, LastDeclared(match));

    private bool KeepsWithdrawn(ObjectMatch match) =>
        match is { Last: { } entry, Live: { } live, Declaration.Content: var wanted }
        && LastDeclared(match) is { } last
        && last != entry.Declared
        && !JToken.DeepEquals(kind.InShapeOf(wanted, live.State, last), kind.InShapeOf(wanted, live.State, entry.Declared));

    /// <summary>What was declared at the last deployment, as far as it is taken back when it leaves Git.</summary>
    private JObject? LastDeclared(ObjectMatch match) =>
        match is { Last: { } last, Live: { } live } ? kind.LastDeclared(last, live.State) : match.Last?.Declared;

    /// <summary>What stays as somebody made it, since no write takes it back, and what a deployment changes.</summary>
    private (IReadOnlyList<FieldChange> Stays, IReadOnlyList<FieldChange> Changed) Divided(IReadOnlyList<FieldChange> changes)
    {
        var divided = changes.ToLookup(change => change.Drift && change.KeptBecause is not null);
        return ([.. divided[true]], Possible([.. divided[false]]));
    }

    /// <summary>What cannot be updated is recreated.</summary>
    private IReadOnlyList<FieldChange> Possible(IReadOnlyList<FieldChange> changes) =>
        remote is IUpdatable
            ? changes
            :
            [
                .. changes.Select(change =>
                    change with
                    {
                        RecreateBecause = change.RecreateBecause ?? "the service has no call that changes it",
                    }
                ),
            ];

    /// <summary>
    /// Whether the manifest holds all of an asset that is as declared. It does not after a deployment was killed between a write and
    /// its record.
    /// </summary>
    private bool IsRecorded(ObjectMatch match, ManifestEntry now) =>
        match is { Entry: { Unread: false } entry, Renamed: null, IsUnfinished: false }
        && JToken.DeepEquals(documents.Named(entry.Declared), now.Declared)
        && (remote is RemoteObjects || JToken.DeepEquals(entry.Baseline, now.Baseline));

    /// <summary>The manifest's entry of an asset that already is as declared.</summary>
    private ManifestEntry Entry(ObjectMatch match, LiveAsset live, JObject state) =>
        new()
        {
            Kind = kind.Name,
            Name = match.Declaration.Name,
            File = match.Declaration.File,
            Id = live.Id,
            Etag = live.Etag,
            Declared = documents.Named(match.Declaration.Content),
            Baseline = kind.BaselineOf(match.Declaration.Content, state),
            Secrets = secrets.IdsIn(match.Declaration.Content),
            // An action that needs not be carried out was so by someone else.
            Adopted = match.Entry?.Adopted ?? (match.IsForeign || kind.RunsOnChange),
        };
}
