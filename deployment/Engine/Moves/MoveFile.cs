using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Model;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Moves;

/// <summary>Reads the file that says what was renamed in Git.</summary>
public static class MoveFile
{
    /// <summary>Below the folder of assets.</summary>
    public const string Path = "deployment/moved.json";

    public const string From = "from";

    public const string To = "to";

    private const string List = "moved";

    private const string Example = """{ "from": "jobs.old", "to": "jobs.new" }""";

    /// <summary>An entry as it is written in the file.</summary>
    public static string EntryOf(string from, string to) => $$"""{ "{{From}}": "{{from}}", "{{To}}": "{{to}}" }""";

    /// <summary>The entries whose form is right; none when there is no file.</summary>
    internal static IReadOnlyList<WrittenMove> Read(
        AssetsFolder assets,
        IReadOnlyCollection<AssetKind> kinds,
        ICollection<Finding> findings
    )
    {
        var path = System.IO.Path.Combine(assets.Root, Path);
        if (!PathKinds.MayBeAt(path) || JsonText.Load(path, Path, findings) is not { } document)
            return [];

        foreach (var field in document.Properties().Where(field => field.Name is not (List or "$schema")))
            findings.Add(Wrong(field, $"{field.Name} is no field of this file. It has one, {List}: a list of entries such as {Example}."));

        if (document[List] is not JArray list)
        {
            findings.Add(Wrong(document.Property(List), $"{List} must be a list of entries such as {Example}."));
            return [];
        }

        return [.. list.Select(entry => Entry(entry, kinds, findings)).OfType<WrittenMove>()];
    }

    private static WrittenMove? Entry(JToken token, IReadOnlyCollection<AssetKind> kinds, ICollection<Finding> findings)
    {
        if (token is not JObject entry)
        {
            findings.Add(Wrong(token, $"{token.Path} must be an object such as {Example}."));
            return null;
        }

        foreach (var field in entry.Properties().Where(field => field.Name is not (From or To)))
            findings.Add(
                Wrong(
                    field,
                    $"{field.Path} is no field of an entry.{NameSuggestion.Suggest(field.Name, [From, To])} It has {From} and {To}."
                )
            );

        return Asset(entry, From, kinds, findings) is { } from && Asset(entry, To, kinds, findings) is { } to
            ? new WrittenMove(from, to, entry)
            : null;
    }

    private static AssetId? Asset(JObject entry, string field, IReadOnlyCollection<AssetKind> kinds, ICollection<Finding> findings)
    {
        var place = (JToken?)entry.Property(field) ?? entry;
        var asset = entry[field] is JValue { Value: string text } ? AssetId.Parse(text) : default;
        if (string.IsNullOrEmpty(asset.Kind) || string.IsNullOrWhiteSpace(asset.Name))
            findings.Add(Wrong(place, $"{entry.Path}.{field} must be an asset as kind and name, such as jobs.nightly."));
        else if (kinds.All(kind => kind.Name != asset.Kind))
            findings.Add(
                Wrong(
                    place,
                    $"{entry.Path}.{field} is {asset}, and there is no kind {asset.Kind}.{KindSuggestion.Suggest(asset.Kind, kinds)} "
                        + $"Kinds whose objects can get another name are {string.Join(", ", Movable(kinds))}."
                )
            );
        else
            return asset;

        return null;
    }

    private static IEnumerable<string> Movable(IEnumerable<AssetKind> kinds) =>
        kinds.Where(kind => kind.InsteadOfRename is null).Select(kind => kind.Name);

    private static Finding Wrong(JToken? place, string message) => SourceLocation.Of(place, Path).Finding("MOV001", message);
}
