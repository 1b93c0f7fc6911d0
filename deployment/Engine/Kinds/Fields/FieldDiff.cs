using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Fields;

/// <summary>Finds the fields in which a declaration and the workspace differ, and why each counts.</summary>
/// <remarks>
/// With a record of the last deployment, a field differs if the declaration or the workspace changed since then; defaults that the service
/// filled in do not count. Without a record (the first adoption of an object) the kind's table of server defaults decides.
/// </remarks>
internal static class FieldDiff
{
    /// <param name="wanted">What Git declares, references as names.</param>
    /// <param name="live">What the workspace holds, references as names.</param>
    /// <param name="last">What was declared and what the service answered at the last deployment; null at the first.</param>
    public static IReadOnlyList<FieldChange> Between(JObject wanted, JObject live, LastDeployed? last, FieldRules rules)
    {
        var sides = new Sides(
            FieldTree.Of(wanted, rules),
            FieldTree.Of(live, rules),
            last is null ? null : FieldTree.Of(last.Declared, rules),
            last is null ? null : FieldTree.Of(last.Baseline, rules),
            rules
        );

        var differences = sides
            .Paths.Select(path => (Path: path, Cause: CauseAt(path, sides)))
            .Where(difference => difference.Cause is not null);

        return
        [
            .. differences
                .GroupBy(difference => Shown(difference.Path, sides), StringComparer.Ordinal)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => new FieldChange
                {
                    Path = group.Key,
                    Old = Value(live, group.Key, sides.Live, rules) ?? NeverReturned(last, group.Key, sides),
                    New = Value(wanted, group.Key, sides.Wanted, rules),
                    Drift = group.All(difference => difference.Cause == Cause.Drift),
                    RecreateBecause = group
                        .Select(difference => RecreateReason(difference.Path, sides))
                        .FirstOrDefault(reason => reason is not null),
                    KeptBecause = group
                        .Select(difference => KeptReason(difference.Path, difference.Cause, sides))
                        .FirstOrDefault(reason => reason is not null),
                }),
        ];
    }

    private static Cause? CauseAt(string path, Sides sides)
    {
        if (sides.Removed(path) is { } removed)
            return AtRemoval(path, removed, sides);

        var wanted = sides.Wanted.Leaves.GetValueOrDefault(path);
        var live = sides.Live.Leaves.GetValueOrDefault(path);
        if (Same(wanted, live) && !IsZeroedByHand(path, wanted, live, sides))
            return null;

        var facts = (wanted ?? live)!.Facts;
        return sides.LastDeclared is null ? AtAdoption(path, wanted, live, sides)
            : sides.IsInRemovedBlock(path) ? Cause.Declared
            : SinceLastTime(
                wanted,
                live,
                sides.LastDeclared.Leaves.GetValueOrDefault(path),
                sides.Baseline!.Leaves.GetValueOrDefault(path),
                facts
            );
    }

    /// <summary>Whether a write that leaves the field out changes what the workspace holds.</summary>
    /// <param name="before">As it was declared.</param>
    private static Cause? AtRemoval(string path, Leaf before, Sides sides)
    {
        var live = sides.Live.Leaves.GetValueOrDefault(path);
        if (sides.RemovalOf(path) is { } removal)
            return removal.Sent is not { } sent || (live is not null && !JsonValues.Equal(sent, live.Value)) ? Cause.Declared : null;
        if (before.Facts.Rule?.Behaviour == FieldBehaviour.InputOnly)
            return Cause.Declared;

        var isFilledIn = live is not null && IsDefault(path, live, sides) && sides.IsFilledAbove(path);
        return live is null || isFilledIn || (live.IsEmpty && !HasDefault(live)) ? null : Cause.Declared;
    }

    /// <summary>Whether the service fills in a value that is known, so that false or zero may be another.</summary>
    private static bool HasDefault(Leaf live) =>
        live.Facts.Rule is { Behaviour: FieldBehaviour.ServerDefault, Values.Count: > 0 }
        || live.Facts.Field?.ExportDefaults?.Any(usual => !JsonValues.Equal(usual, live.Value)) == true;

    /// <summary>Whether the service would fill in the value that it holds.</summary>
    private static bool IsDefault(string path, Leaf live, Sides sides) =>
        live.Facts.Rule is { Behaviour: FieldBehaviour.ServerDefault or FieldBehaviour.IgnoreRemote } rule
            && rule.Values.Any(value => JsonValues.Equal(value, live.Value))
        || live.Facts.Field?.DefaultsTo is { } neighbour
            && sides.Live.Leaves.GetValueOrDefault(FieldPath.Beside(path, neighbour)) is { } other
            && JsonValues.Equal(other.Value, live.Value);

    private static Cause? AtAdoption(string path, Leaf? wanted, Leaf? live, Sides sides)
    {
        var rule = (wanted ?? live)!.Facts.Rule;
        var isThereAnyway = rule?.Behaviour != FieldBehaviour.ServerDefault || sides.IsFilledAbove(path);
        return wanted is null && FilledByService(live!, rule) && isThereAnyway ? null
            : live is null && rule?.Behaviour is FieldBehaviour.IgnoreRemote or FieldBehaviour.InputOnly ? null
            : Cause.Declared;
    }

    private static Cause? SinceLastTime(Leaf? wanted, Leaf? live, Leaf? lastDeclared, Leaf? baseline, FieldFacts facts)
    {
        if (!Same(wanted, lastDeclared) || IsNewZero(wanted, live, lastDeclared))
            return Cause.Declared;

        var news = wanted is null && baseline is null && live is { Facts.IsKnown: false };
        var isIgnored = facts.Rule?.Behaviour is FieldBehaviour.IgnoreRemote or FieldBehaviour.InputOnly;
        return !Same(live, baseline) && !news && !isIgnored ? Cause.Drift : null;
    }

    /// <summary>Whether a zero or a false came into Git where the service had filled in another value.</summary>
    private static bool IsNewZero(Leaf? wanted, Leaf? live, Leaf? lastDeclared) =>
        lastDeclared is null && live is { IsEmpty: false } && IsZero(wanted);

    /// <summary>Whether the service had filled in another value than the zero or the false that it has now.</summary>
    private static bool IsZeroedByHand(string path, Leaf? wanted, Leaf? live, Sides sides) =>
        wanted is null && IsZero(live) && sides.Baseline?.Leaves.GetValueOrDefault(path) is { IsEmpty: false };

    private static bool IsZero(Leaf? leaf) =>
        leaf is { IsEmpty: true, Value: JValue { Type: JTokenType.Boolean or JTokenType.Integer or JTokenType.Float } };

    private static bool FilledByService(Leaf live, FieldRule? rule) =>
        rule switch
        {
            { Behaviour: FieldBehaviour.IgnoreRemote or FieldBehaviour.InputOnly } => true,
            { Behaviour: FieldBehaviour.ServerDefault } => rule.Values.Count == 0
                || rule.Values.Any(value => JsonValues.Equal(value, live.Value)),
            _ => false,
        };

    private static bool Same(Leaf? one, Leaf? other) =>
        (one, other) switch
        {
            (null, null) => true,
            (null, { IsEmpty: true }) or ({ IsEmpty: true }, null) => true,
            ({ IsEmpty: true }, { IsEmpty: true }) => true,
            ({ } left, { } right) => JsonValues.Equal(left.Value, right.Value),
            _ => false,
        };

    /// <summary>The field to report: the highest one that one side does not have, else the leaf itself.</summary>
    private static string Shown(string path, Sides sides) =>
        FieldTree.Above(path).FirstOrDefault(above => sides.Wanted.Has(above) != sides.Live.Has(above)) ?? path;

    private static JToken? Value(JObject document, string path, FieldTree tree, FieldRules rules) =>
        tree.Has(path) ? FieldPath.Find(document, path, rules) : null;

    /// <summary>What the last deployment sent in a field that the service never returns.</summary>
    private static JToken? NeverReturned(LastDeployed? last, string path, Sides sides) =>
        last is not null && sides.LastDeclared!.Leaves.GetValueOrDefault(path) is { Facts.Rule.Behaviour: FieldBehaviour.InputOnly }
            ? FieldPath.Find(last.Declared, path, sides.Rules)
            : null;

    private static string? RecreateReason(string path, Sides sides) =>
        sides.AnyLeaf(path).Facts.RecreateBecause
        ?? (
            Shown(path, sides) is var shown && sides.Wanted.Has(shown) != sides.Live.Has(shown)
                ? sides.Rules.At(FieldPath.Pattern(shown)).Field?.RecreateAsWholeBecause
                : null
        );

    /// <summary>Of what is not declared, why no write takes it away.</summary>
    private static string? KeptReason(string path, Cause? cause, Sides sides) =>
        (sides.Removed(path) is not null || (cause == Cause.Drift && !sides.IsDeclaredAsWhole(path)))
        && sides.RemovalOf(path) is { Sent: null } removal
            ? removal.Because
            : null;

    private enum Cause
    {
        Declared,
        Drift,
    }

    private sealed record Sides(FieldTree Wanted, FieldTree Live, FieldTree? LastDeclared, FieldTree? Baseline, FieldRules Rules)
    {
        /// <summary>Where something may differ: in Git or the workspace, or taken out of Git where the workspace never shows it.</summary>
        public IEnumerable<string> Paths =>
            Wanted
                .Leaves.Keys.Union(Live.Leaves.Keys, StringComparer.Ordinal)
                .Union(LastDeclared?.Leaves.Keys.Where(IsInvisible) ?? [], StringComparer.Ordinal)
                .Order(StringComparer.Ordinal);

        public Leaf AnyLeaf(string path) =>
            Wanted.Leaves.GetValueOrDefault(path) ?? Live.Leaves.GetValueOrDefault(path) ?? LastDeclared!.Leaves[path];

        /// <summary>The field as it was declared last, where it no longer is and its list entry is still there; otherwise null.</summary>
        public Leaf? Removed(string path) =>
            LastDeclared?.Leaves.GetValueOrDefault(path) is { } before
            && !Wanted.Has(path)
            && !(RemovalPlace(path) is { } place && Wanted.Has(place))
            && (Entry(path) is not { } entry || Live.Has(entry))
                ? before
                : null;

        /// <summary>
        /// Whether the service fills each object above the field that Git does not declare, so that it would fill the field there too.
        /// </summary>
        public bool IsFilledAbove(string path) =>
            FieldTree
                .Above(path)
                .Where(above => !Wanted.Has(above))
                .All(above =>
                    Rules.At(FieldPath.Pattern(above)).Rule?.Behaviour is FieldBehaviour.ServerDefault or FieldBehaviour.IgnoreRemote
                );

        /// <summary>Whether Git had an object above the field, and no longer has it, that goes when a write leaves it out.</summary>
        public bool IsInRemovedBlock(string path) =>
            FieldTree.Above(path).Any(above => LastDeclared!.Has(above) && !Wanted.Has(above)) && !IsFilledAbove(path);

        /// <summary>Whether Git declares the field, or the one above it that the service keeps as a whole.</summary>
        public bool IsDeclaredAsWhole(string path) => Wanted.Has(path) || (RemovalPlace(path) is { } place && Wanted.Has(place));

        public FieldRemoval? RemovalOf(string path) => RemovalPlace(path) is { } place ? Removal(place) : null;

        private bool IsInvisible(string path) =>
            Removed(path) is { } before
            && (before.Facts.Rule?.Behaviour == FieldBehaviour.InputOnly || RemovalPlace(path) is not null);

        /// <summary>The field, or the one above it, that the service keeps when it is left out; null when there is none.</summary>
        private string? RemovalPlace(string path) =>
            FieldTree.Above(path).Append(path).FirstOrDefault(place => Removal(place) is not null);

        private FieldRemoval? Removal(string path) => Rules.At(FieldPath.Pattern(path)).Field?.Removal;

        /// <summary>The innermost list entry that the field is in.</summary>
        private static string? Entry(string path) =>
            FieldTree.Above(path).LastOrDefault(above => above.EndsWith(']') && !above.EndsWith("']", StringComparison.Ordinal));
    }
}

/// <summary>What the last deployment sent for an asset, and what the service answered afterwards; references as names.</summary>
internal sealed record LastDeployed(JObject Declared, JObject Baseline);
