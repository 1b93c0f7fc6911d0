using Layercake.Engine.Memory;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.Sweeping;

/// <summary>
/// What a workspace holds, what the manifest says of it and what is in the folder of assets, with names in the place of ids.
/// </summary>
public sealed class Picture
{
    // By them a file's last change is known again; their values are times.
    private static readonly string[] Times = ["stamp"];

    private readonly SortedDictionary<string, JToken> parts = new(StringComparer.Ordinal);

    private Picture() { }

    /// <summary>
    /// What no run should leave behind where nobody else made anything: entries that are adopted or unread, and what is begun and not
    /// ended.
    /// </summary>
    public IReadOnlyList<string> Unfinished =>
        [
            .. parts
                .Where(part =>
                    part.Value is JObject entry
                        ? (bool?)entry["adopted"] == true || (bool?)entry["unread"] == true
                        : part.Key.StartsWith("manifest ", StringComparison.Ordinal)
                )
                .Select(part => part.Key),
        ];

    public static async Task<Picture> TakeAsync(World world)
    {
        var found = await Inventory.TakeAsync(world);
        var picture = new Picture();
        foreach (var (name, content) in found.Objects)
            picture.parts.Add(name, found.WithNames(content));

        using var run = new Run(world);
        var planned = await run.DoAsync(Target.Plan);
        foreach (var (name, content) in Remembered(planned.Planned?.Manifest ?? throw new InvalidOperationException(planned.Error)))
            picture.parts.Add(name, Timeless(found.WithNames(content)));

        foreach (var file in Directory.EnumerateFiles(world.Assets.FullPath, "*", SearchOption.AllDirectories))
            picture.parts.Add(
                $"file {Path.GetRelativePath(world.Assets.FullPath, file).Replace('\\', '/')}",
                found.WithNames(await File.ReadAllTextAsync(file))
            );

        return picture;
    }

    /// <summary>What is otherwise in another one, a line for each place: <c>manifest jobs.etl: adopted: False, not True</c>.</summary>
    public IReadOnlyList<string> DifferencesTo(Picture other) =>
        [
            .. parts
                .Keys.Union(other.parts.Keys)
                .Order(StringComparer.Ordinal)
                .SelectMany(name => Different(name, parts.GetValueOrDefault(name), other.parts.GetValueOrDefault(name))),
        ];

    private static IEnumerable<string> Different(string place, JToken? expected, JToken? found)
    {
        if (JToken.DeepEquals(expected, found))
            return [];
        if (expected is JObject a && found is JObject b)
            return a.Properties()
                .Select(field => field.Name)
                .Union(b.Properties().Select(field => field.Name))
                .SelectMany(name => Different($"{place}: {name}", a[name], b[name]));

        return expected is null ? [$"{place}: is too much: {Short(found!)}"]
            : found is null ? [$"{place}: is missing"]
            : [$"{place}: is {Short(found)}, not {Short(expected)}"];
    }

    private static string Short(JToken token) =>
        token.ToString(Formatting.None) is { Length: > 160 } text ? text[..160] + "…" : token.ToString(Formatting.None);

    private static IEnumerable<(string Name, JToken Content)> Remembered(Manifest manifest)
    {
        foreach (var (asset, entry) in manifest.Entries)
            yield return (
                $"manifest {asset}",
                new JObject
                {
                    ["id"] = entry.Id,
                    ["file"] = entry.File,
                    ["adopted"] = entry.Adopted,
                    ["unread"] = entry.Unread,
                    ["declared"] = entry.Declared.DeepClone(),
                    ["baseline"] = entry.Baseline.DeepClone(),
                }
            );
        foreach (var asset in manifest.Creating.Keys)
            yield return ($"manifest creating {asset}", true);
        foreach (var asset in manifest.Announced.Keys)
            yield return ($"manifest announced {asset}", true);
        foreach (var asset in manifest.StopDue)
            yield return ($"manifest stop due {asset}", true);
    }

    private static JToken Timeless(JToken content)
    {
        foreach (
            var time in (content as JContainer)
                ?.DescendantsAndSelf()
                .OfType<JProperty>()
                .Where(property => Times.Contains(property.Name))
                .ToList()
                ?? []
        )
            time.Value = time.Value.Type == JTokenType.Null ? JValue.CreateNull() : "a time";

        return content;
    }
}
