using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Planning;

namespace Layercake.Engine.Applying;

/// <summary>
/// Creates the folders for the files of a plan: all of a kind at once, except those that must wait for a deletion.
/// </summary>
internal sealed class Folders(IReadOnlyDictionary<string, RemoteKind> kinds, ApplyRun run, CancellationToken ct)
{
    private readonly HashSet<string> deletions = run.Planned.Plan.Losses.Select(change => change.Asset).ToHashSet(StringComparer.Ordinal);

    private readonly Dictionary<string, Lazy<Task>> made = [];

    public Task MakeAsync(Change change)
    {
        if (!change.IsMade)
            return Task.CompletedTask;
        if (IsLate(change))
            return KindWriter.PrepareAsync(kinds[change.Kind], [run.Planned.Declarations[change.Asset]], ct);

        lock (made)
        {
            if (!made.TryGetValue(change.Kind, out var all))
                made[change.Kind] = all = new Lazy<Task>(() =>
                    KindWriter.PrepareAsync(kinds[change.Kind], [.. EarlyOnes(change.Kind)], ct)
                );

            return all.Value;
        }
    }

    private IEnumerable<Declarations.Declaration> EarlyOnes(string kind) =>
        run
            .Planned.Plan.Writes.Where(change => change.Kind == kind && change.IsMade && !IsLate(change))
            .Select(change => run.Planned.Declarations[change.Asset]);

    private bool IsLate(Change change) => change.EmptyFolder is not null || change.After.Any(deletions.Contains);
}
