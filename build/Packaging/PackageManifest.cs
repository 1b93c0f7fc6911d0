using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Build.Packaging;

/// <summary>What a package says of itself, in the file <c>package.json</c> at its root.</summary>
internal sealed record PackageManifest
{
    public const string FileName = "package.json";

    /// <summary>A package of another format is refused.</summary>
    public const int CurrentFormat = 1;

    public required int Format { get; init; }

    /// <summary>The version of the host inside.</summary>
    public required string Layercake { get; init; }

    /// <summary>The Git commit of the assets; null outside a repository.</summary>
    public string? Commit { get; init; }

    /// <summary>The branch that the assets were taken from; null where nobody knows.</summary>
    public string? Branch { get; init; }

    /// <summary>Some assets differed from the commit when the package was made.</summary>
    public bool Modified { get; init; }

    /// <summary>
    /// Every file with the digest of its content, <c>sha256:</c> and lower-case hex; in ordinal order of their paths, with forward slashes.
    /// </summary>
    public required IReadOnlyDictionary<string, string> Files { get; init; }

    public string ToJson() =>
        new JObject
        {
            ["format"] = Format,
            ["layercake"] = Layercake,
            ["commit"] = Commit,
            ["branch"] = Branch,
            ["modified"] = Modified,
            ["files"] = new JObject(
                Files.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => new JProperty(file.Key, file.Value))
            ),
        }
            .ToString(Formatting.Indented)
            .ReplaceLineEndings("\n") + "\n";

    /// <summary>Null when the text is not what a package says of itself.</summary>
    public static PackageManifest? Parse(string text)
    {
        try
        {
            var document = JObject.Parse(text);
            return new PackageManifest
            {
                Format = (int)document["format"]!,
                Layercake = (string)document["layercake"]!,
                Commit = (string?)document["commit"],
                Branch = (string?)document["branch"],
                Modified = (bool?)document["modified"] ?? false,
                Files = ((JObject)document["files"]!)
                    .Properties()
                    .ToDictionary(file => file.Name, file => (string)file.Value!, StringComparer.Ordinal),
            };
        }
        catch (Exception e)
            when (e
                    is JsonException
                        or ArgumentException
                        or InvalidCastException
                        or NullReferenceException
                        or FormatException
                        or OverflowException
            )
        {
            return null;
        }
    }
}
