using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Model;
using Layercake.Rest;

namespace Layercake.Engine.Exporting;

/// <summary>Reads a part of files and folders, such as their permission lists: one request for each.</summary>
internal sealed class PlaceReader(IPartOfPlaces part, IExportWatcher watcher)
{
    /// <returns>A draft for each place; without the part where it may not be read.</returns>
    public async Task<IReadOnlyList<(ExportPlace Place, ExportDraft Draft)>> ReadAsync(
        IReadOnlyList<ExportPlace> places,
        CancellationToken ct
    )
    {
        if (places.Count == 0)
            return [];

        watcher.Listed(part.Name, places.Count);
        return await Task.WhenAll(places.Select(async place => (place, await ReadAsync(place, ct))));
    }

    private async Task<ExportDraft> ReadAsync(ExportPlace place, CancellationToken ct)
    {
        var draft = new ExportDraft(part.Name, Found(place));
        draft.Log.Add($"of {place.Found.Path}");
        try
        {
            draft.Parts.Add((part, await part.ReadAsync(place.Found, place.Existing?.Content, ct)));
        }
        catch (WorkspaceApiException e) when (e.IsForbidden || e.IsMissing)
        {
            var file = place.Existing is null ? "no file is made for them" : "their file stays as it is";
            draft.Warn("EXP018", $"its {part.Name} may not be read, so {file}: {e.Message}");
        }
        catch (WorkspaceApiException e)
        {
            draft.Fail("EXP002", $"cannot be read, so its file stays as it is: {e.Message}");
        }

        watcher.Read(part.Name);
        return draft;
    }

    private static FoundDocument Found(ExportPlace place) =>
        new()
        {
            Name = place.Id.ToString(),
            Id = place.Found.Path,
            ReadAsync = _ => throw new InvalidOperationException("It is read as a part."),
        };
}
