using Layercake.Engine.Declarations;

namespace Layercake.Engine.Planning;

/// <summary>
/// Finds changes that wait for each other and decides which assets are created as a stub first, so that one run can complete them all.
/// </summary>
internal static class DependencyCycles
{
    private const int MostNamed = 5;

    /// <summary>The same changes; changes in a cycle are made acyclic.</summary>
    public static IReadOnlyList<Change> Broken(IReadOnlyList<Change> changes)
    {
        var byAsset = changes
            .GroupBy(change => change.Asset)
            .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        var needs = byAsset.ToDictionary(
            pair => pair.Key,
            pair => (IReadOnlyList<string>)[.. pair.Value.After.Where(byAsset.ContainsKey)],
            StringComparer.Ordinal
        );
        foreach (var circle in StrongComponents.Circular(needs))
            Break(circle, needs, byAsset);

        return [.. changes.Select(change => byAsset[change.Asset])];
    }

    private static void Break(
        IReadOnlySet<string> circle,
        Dictionary<string, IReadOnlyList<string>> needs,
        Dictionary<string, Change> byAsset
    )
    {
        // An existing object has its id already, so only objects that will be created are waited for.
        var waits = circle.ToDictionary(
            asset => asset,
            asset => (IReadOnlyList<string>)[.. needs[asset].Where(other => circle.Contains(other) && byAsset[other].IsMade)],
            StringComparer.Ordinal
        );
        var stubs = Stubs(waits);
        foreach (var asset in circle)
        {
            var change = byAsset[asset];
            var outside = change.After.Where(other => !circle.Contains(other)).ToList();
            byAsset[asset] = change with
            {
                After = [.. outside.Concat(waits[asset].Where(other => !stubs.ContainsKey(other))).Order(StringComparer.Ordinal)],
                AfterStub = [.. waits[asset].Where(stubs.ContainsKey)],
                Stub = stubs.ContainsKey(asset) ? new Stub(outside) : null,
                Reason = stubs.TryGetValue(asset, out var others)
                    ? $"{change.Reason}; first as a paused stub, because it {Others(asset, others)}"
                    : change.Reason,
            };
        }
    }

    /// <summary>
    /// Assets that break all cycles, each with its cycle. The asset that most others wait for comes first, so that few are needed.
    /// </summary>
    private static Dictionary<string, IReadOnlySet<string>> Stubs(Dictionary<string, IReadOnlyList<string>> waits)
    {
        var stubs = new Dictionary<string, IReadOnlySet<string>>(StringComparer.Ordinal);
        while (true)
        {
            var left = waits.ToDictionary(
                pair => pair.Key,
                pair => (IReadOnlyList<string>)[.. pair.Value.Where(other => !stubs.ContainsKey(other))],
                StringComparer.Ordinal
            );
            var circles = StrongComponents.Circular(left);
            if (circles.Count == 0)
                return stubs;

            foreach (var circle in circles)
            {
                var waited = circle.SelectMany(asset => left[asset]).Where(circle.Contains).CountBy(asset => asset).ToDictionary();
                stubs.Add(circle.OrderByDescending(asset => waited[asset]).ThenBy(asset => asset, StringComparer.Ordinal).First(), circle);
            }
        }
    }

    private static string Others(string asset, IReadOnlySet<string> circle) =>
        circle.Count == 1
            ? "names itself"
            : $"is in a circle with {NameList.Of([.. circle.Where(other => other != asset).Order(StringComparer.Ordinal)], MostNamed)}";
}
