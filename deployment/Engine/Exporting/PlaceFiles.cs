using System.Text;
using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;
using Layercake.Engine.Kinds.Model;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Exporting;

/// <summary>Decides what happens to the files of a part of files and folders, such as those of <c>permissions/</c>.</summary>
internal sealed class PlaceFiles(IPartOfPlaces part, DeploymentEnvironment environment, ExportRequest request)
{
    private readonly FileOwnership owned = new(environment, request);

    private string NameField => part.Kind.NameField!;

    public IEnumerable<ExportDecision> Decide(IReadOnlyList<(ExportPlace Place, ExportDraft Draft)> read)
    {
        var names = NamesOfNew([.. read.Where(pair => pair.Place.Existing is null && HasEntries(pair.Draft)).Select(pair => pair.Place)]);
        foreach (var (place, draft) in read)
            if (draft.Parts is not [var (_, content)])
                yield return new ExportDecision(draft.As(place.Existing?.File, ExportAction.Kept));
            else if (place.Existing is { } existing)
                yield return Existing(draft, place, existing, content);
            else if (content.Count > 0)
                yield return New(draft, place, content, $"{part.Name}/{names[place.Id]}");
    }

    private ExportDecision New(ExportDraft draft, ExportPlace place, JObject content, string file)
    {
        var document = new JObject { [NameField] = place.Text };
        var first = (JObject)document.DeepClone();
        part.Write(document, content, null);
        return new ExportDecision(draft.As(file, ExportAction.Added)) { Content = Bytes(document, first) };
    }

    private ExportDecision Existing(ExportDraft draft, ExportPlace place, Declaration existing, JObject content)
    {
        var raw = JsonText.Load(existing.FullPath, existing.File, []);
        var isRenamed = IsRenamed(place, existing);
        var document = new JObject { [NameField] = isRenamed ? place.Text : raw?[NameField]?.DeepClone() };
        part.Write(document, content, raw);
        var bytes = Bytes(document, raw);
        if (part.IsSame(content, existing.Content) && !isRenamed)
        {
            var isOnDisk = File.ReadAllBytes(existing.FullPath).AsSpan().SequenceEqual(bytes);
            return new ExportDecision(draft.As(existing.File, ExportAction.Unchanged))
            {
                Content = isOnDisk ? bytes : null,
                IsOnDisk = isOnDisk,
            };
        }

        return owned.IsLeft(draft, existing, raw, [])
            ? new ExportDecision(draft.As(existing.File, ExportAction.Kept))
            : new ExportDecision(draft.As(existing.File, ExportAction.Changed)) { Content = bytes };
    }

    /// <summary>The object's own file has another name after this export, such as that of a notebook in a new language.</summary>
    private static bool IsRenamed(ExportPlace place, Declaration existing) => existing.Name != place.Id.ToString();

    private Dictionary<AssetId, string> NamesOfNew(IReadOnlyList<ExportPlace> places)
    {
        var folder = Path.Combine(request.Assets.Root, part.Name);
        var taken = Directory.Exists(folder) ? Directory.EnumerateFileSystemEntries(folder).Select(path => Path.GetFileName(path)!) : [];
        var names = places
            .GroupBy(place => place.Text.TrimEnd('/').Replace('/', '-'), StringComparer.Ordinal)
            .SelectMany(same => same.Select(place => (place.Id, Name: same.Count() == 1 ? same.Key : place.Text)))
            .ToList();
        var files = new FileNames(taken).For([.. names.Select(place => place.Name)]);
        return names.ToDictionary(place => place.Id, place => files[place.Name]);
    }

    private byte[] Bytes(JObject document, JObject? before) =>
        Encoding.UTF8.GetBytes(JsonLayout.Text(JsonLayout.Ordered(document, before, part.Kind.Rules)));

    private static bool HasEntries(ExportDraft draft) => draft.Parts is [var (_, content)] && content.Count > 0;
}
