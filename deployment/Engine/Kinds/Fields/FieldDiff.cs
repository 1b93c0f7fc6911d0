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
            last is null ? null : FieldTree.Of(last.Baseline, rules)
        );

        var differences = sides
            .Paths.Select(path => (Path: path, Cause: CauseAt(path, sides, rules)))
            .Where(difference => difference.Cause is not null);

        return
        [
            .. differences
                .GroupBy(difference => Shown(difference.Path, sides), StringComparer.Ordinal)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => new FieldChange
                {
                    Path = group.Key,
                    Old = Value(live, group.Key, sides.Live, rules),
                    New = Value(wanted, group.Key, sides.Wanted, rules),
                    Drift = group.All(difference => difference.Cause == Cause.Drift),
                    RecreateBecause = group
                        .Select(difference => RecreateReason(difference.Path, sides, rules))
                        .FirstOrDefault(reason => reason is not null),
                }),
        ];
    }

    private static Cause? CauseAt(string path, Sides sides, FieldRules rules)
    {
        var wanted = sides.Wanted.Leaves.GetValueOrDefault(path);
        var live = sides.Live.Leaves.GetValueOrDefault(path);
        if (
            Same(wanted, live)
            || (wanted is null && !sides.Wanted.Has(path) && live is { IsEmpty: true })
            || (live is null && !sides.Live.Has(path) && wanted is { IsEmpty: true })
        )
            return null;

        var rule = rules.For((wanted ?? live)!.Pattern);
        return sides.LastDeclared is null
            ? AtAdoption(wanted, live, rule)
            : SinceLastTime(
                wanted,
                live,
                sides.LastDeclared.Leaves.GetValueOrDefault(path),
                sides.Baseline!.Leaves.GetValueOrDefault(path),
                rule,
                rules
            );
    }

    private static Cause? AtAdoption(Leaf? wanted, Leaf? live, FieldRule? rule) =>
        wanted is null && FilledByService(live!, rule) ? null
        : live is null && rule?.Behaviour == FieldBehaviour.IgnoreRemote ? null
        : Cause.Declared;

    private static Cause? SinceLastTime(Leaf? wanted, Leaf? live, Leaf? lastDeclared, Leaf? baseline, FieldRule? rule, FieldRules rules)
    {
        var declarationMoved = !Same(wanted, lastDeclared);
        var workspaceMoved = !Same(live, baseline);

        if (wanted is null && declarationMoved)
            return live is null || FilledByService(live, rule) ? null : Cause.Declared;

        if (declarationMoved)
            return Cause.Declared;

        var news = wanted is null && baseline is null && live is not null && !rules.IsUserField(live.Fields);
        return workspaceMoved && !news && rule?.Behaviour != FieldBehaviour.IgnoreRemote ? Cause.Drift : null;
    }

    private static bool FilledByService(Leaf live, FieldRule? rule) =>
        rule switch
        {
            { Behaviour: FieldBehaviour.IgnoreRemote } => true,
            { Behaviour: FieldBehaviour.ServerDefault } => rule.Values.Count == 0
                || rule.Values.Any(value => JToken.DeepEquals(value, live.Value)),
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

    private static string? RecreateReason(string path, Sides sides, FieldRules rules) =>
        rules.For((sides.Wanted.Leaves.GetValueOrDefault(path) ?? sides.Live.Leaves[path]).Pattern)
            is { Behaviour: FieldBehaviour.Recreate } rule
            ? rule.Because
            : null;

    private enum Cause
    {
        Declared,
        Drift,
    }

    private sealed record Sides(FieldTree Wanted, FieldTree Live, FieldTree? LastDeclared, FieldTree? Baseline)
    {
        public IEnumerable<string> Paths =>
            Wanted.Leaves.Keys.Union(Live.Leaves.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal);
    }
}

/// <summary>What the last deployment sent for an asset, and what the service answered afterwards; references as names.</summary>
internal sealed record LastDeployed(JObject Declared, JObject Baseline);
