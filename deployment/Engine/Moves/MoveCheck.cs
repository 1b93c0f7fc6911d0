using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Model;

namespace Layercake.Engine.Moves;

/// <summary>Whether each rename can be what was meant, as far as that can be told without a workspace.</summary>
/// <param name="declared">The assets that Git declares, without the environment's prefix.</param>
internal sealed class MoveCheck(
    IReadOnlyDictionary<string, AssetKind> kinds,
    IReadOnlySet<string> declared,
    IReadOnlyList<WrittenMove> moves
)
{
    private readonly Dictionary<AssetId, WrittenMove> byFrom = moves
        .GroupBy(move => move.From)
        .ToDictionary(group => group.Key, group => group.First());

    public IEnumerable<Finding> Findings() =>
        moves
            .Select(move => OfKinds(move) ?? OfNames(move) ?? OfGit(move))
            .OfType<Finding>()
            .Concat(Twice(MoveFile.From, move => move.From, "becomes two assets"))
            .Concat(Twice(MoveFile.To, move => move.To, "would have two objects"));

    private Finding? OfKinds(WrittenMove move)
    {
        var (from, to) = (kinds[move.From.Kind], kinds[move.To.Kind]);
        return from != to
                ? move.At(
                    MoveFile.To,
                    "MOV002",
                    $"{move.To} is of another kind than {move.From}, and an object keeps its kind. Name one of {from.Name}."
                )
            : from.InsteadOfRename is { } instead
                ? move.At(null, "MOV003", $"{move.From} cannot be moved, since {instead}. Remove the entry.")
            : null;
    }

    private Finding? OfNames(WrittenMove move) =>
        End(move) is null
            ? move.At(
                null,
                "MOV004",
                $"{move.From} leads back to itself, so it has no name at the end. Leave only the entries that lead to the name in Git."
            )
            : null;

    private Finding? OfGit(WrittenMove move)
    {
        var end = End(move)!.Value;
        if (declared.Contains($"{end}"))
            return declared.Contains($"{move.From}")
                ? move.At(
                    MoveFile.From,
                    "MOV006",
                    $"Git declares {move.From} as well as {end}, so it was not renamed. Remove the entry, or the declaration of "
                        + $"{move.From}."
                )
                : null;

        var names = declared.Where(asset => AssetId.Parse(asset).Kind == end.Kind);
        return move.To == end
            ? move.At(
                MoveFile.To,
                "MOV007",
                $"Git does not declare {end}, so the entry does nothing.{NameSuggestion.Suggest($"{end}", names)} Correct the name, or "
                    + $"remove the entry.",
                Severity.Warning
            )
            : null;
    }

    /// <summary>The last name of the chain that the move begins; null when it has no end.</summary>
    private AssetId? End(WrittenMove move)
    {
        var seen = new HashSet<AssetId> { move.From };
        var end = move.To;
        while (seen.Add(end))
            if (byFrom.TryGetValue(end, out var next))
                end = next.To;
            else
                return end;

        return null;
    }

    private IEnumerable<Finding> Twice(string field, Func<WrittenMove, AssetId> of, string what) =>
        moves
            .GroupBy(of)
            .SelectMany(group => group.Skip(1))
            .Select(move =>
                move.At(field, "MOV005", $"{of(move)} {what} by this entry and an earlier one. Leave the one that is so.")
            );
}
