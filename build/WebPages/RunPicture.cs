using Build.Reports.Html;
using Layercake.Engine.Planning;
using Layercake.Web.Runs;
using DependencyPicture = Layercake.Web.Runs.DependencyPicture;

namespace Build.WebPages;

/// <summary>Draws for the page what a report draws too: all of a small project, of a large one what is next to an asset.</summary>
internal static class RunPicture
{
    /// <param name="around">The asset that was chosen; null for none.</param>
    /// <returns>Null where no asset needs another one.</returns>
    public static DependencyPicture? Of(IReadOnlyList<Change> changes, string? around)
    {
        if (!changes.Any(change => change.Needs.Any()))
            return null;

        var graph = new DependencyGraph(changes.Count <= DependencySection.MostWithUnchanged ? changes : Near(changes, around));
        return new DependencyPicture
        {
            Boxes = [.. graph.Boxes.Select(Box)],
            Lines = [.. graph.Lines.Select(line => new PictureLine(line.Path, line.ClosesCircle))],
            Width = graph.Width,
            Height = graph.Height,
            Total = changes.Count,
        };
    }

    /// <summary>The asset, what it needs, and what needs it.</summary>
    private static IReadOnlyList<Change> Near(IReadOnlyList<Change> changes, string? asset)
    {
        if (asset is null || changes.FirstOrDefault(change => change.Asset == asset) is not { } middle)
            return [];

        var near = middle
            .Needs.Concat(changes.Where(change => change.Needs.Contains(asset)).Select(change => change.Asset))
            .Distinct(StringComparer.Ordinal)
            .Take(DependencySection.MostWithUnchanged - 1)
            .Append(asset)
            .ToHashSet(StringComparer.Ordinal);
        return [.. changes.Where(change => near.Contains(change.Asset))];
    }

    private static PictureBox Box(GraphBox box) =>
        new()
        {
            Asset = box.Change.Asset,
            Kind = box.Change.Kind,
            Name = DependencyGraph.Short(box.Change.Name),
            Notes = [.. DependencyGraph.Notes(box.Change)],
            Needs = [.. box.Change.Needs],
            X = box.Place.X,
            Y = box.Place.Y,
            Width = box.Place.Width,
            Height = box.Place.Height,
        };
}
